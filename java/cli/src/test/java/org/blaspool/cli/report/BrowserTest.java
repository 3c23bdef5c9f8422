package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, headless; skipped where there is none. */
@Tag("any-java")
class BrowserTest {
    private static final Optional<Path> BROWSER = Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> Arrays.stream(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .findFirst();

    private static final Pattern MAIN = Pattern.compile("<main>.*?</main>", Pattern.DOTALL);
    private static final Map<String, String> PAGES = new LinkedHashMap<>();
    private static final Map<String, String> MAINS = new HashMap<>();

    @TempDir
    private static Path directory;

    @BeforeAll
    static void readPages() throws Exception {
        assumeTrue(BROWSER.isPresent(), "no chromium on the PATH: the pages are not looked at in a browser");
        PAGES.put("compare", HtmlPage.of(Reports.comparison()));
        PAGES.put("sweep", HtmlPage.of(Reports.sweep()));
        PAGES.put("pairs", HtmlPage.of(Reports.sweepOfPairs()));
        PAGES.put("workers", HtmlPage.of(Reports.sweepOfWorkers()));
        PAGES.put("two", HtmlPage.of(ReportPair.of(Reports.comparison(), Reports.comparison())));
        PAGES.put("twoSweeps", HtmlPage.of(SweepPair.of(Reports.sweepOfWorkers(), Reports.sweepOfWorkers())));
        PAGES.put("hostile", HtmlPage.of(Reports.hostile()));
        for (String name : PAGES.keySet()) {
            Matcher main = MAIN.matcher(browse(file(name), "--dump-dom"));
            assertThat(main.find()).isTrue();
            MAINS.put(name, main.group());
        }
    }

    private static Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name + ".html"), PAGES.get(name));
    }

    /** What a page shows once its scripts have run. */
    private static String main(String name) {
        return MAINS.get(name);
    }

    private static String browse(Path page, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                BROWSER.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(directory, "profile"),
                "--virtual-time-budget=5000"));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static BufferedImage picture(Path page, String... options) throws Exception {
        Path file = directory.resolve("picture.png");
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--screenshot=" + file);
        browse(page, all.toArray(String[]::new));
        return ImageIO.read(file.toFile());
    }

    @Test
    void shouldDrawEveryChartWithATableBesideIt() {
        PAGES.keySet().forEach(name -> {
            String[] charts = main(name).split("class=\"chart\"", -1);
            assertThat(charts).hasSizeGreaterThan(name.startsWith("two") ? 1 : 2);
            for (String chart : Arrays.copyOfRange(charts, 1, charts.length)) {
                String figure = chart.substring(0, chart.indexOf("</figure>"));
                assertThat(figure.split("<path", -1)).hasSizeGreaterThan(6);
                assertThat(figure)
                        .contains("<svg", "threads")
                        .containsPattern("role=\"img\" aria-label=\"[^\"]{20,}\"");
                assertThat(chart).contains("</figure><details><summary>The same as a table</summary><table");
            }
        });
    }

    @Test
    void shouldShowEveryRowEveryWarningAndEverySample() {
        ComparisonResult report = Reports.comparison();

        for (StrategyResult row : report.results()) {
            assertThat(main("compare")).contains(">" + row.spec() + "<");
        }
        for (Warning warning : report.warnings()) {
            assertThat(main("compare")).contains(warning.text(), warning.advice());
        }
        assertThat(main("compare"))
                .contains("<h1>threads is the fastest.</h1>")
                .contains("processes-serialized java, takes 1.62 times as long (95 % interval 1.60 to 1.64)")
                .contains("0.3720  0.3710  0.3730  0.3720  0.3740  0.3720")
                .contains("failed: no space left on device", ">700 MiB<", ">458 MiB<", ">123k<", ">0.100 s<");
    }

    @Test
    void shouldShowWhatOthersWroteAsText() {
        assertThat(main("hostile"))
                .contains("&lt;img src=x&gt;", "&amp;amp;", "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<img", "<script");
        assertThat(main("hostile").split("<section>", -1)).hasSizeGreaterThan(5);
    }

    @Test
    void shouldNameWhatIsSweptAtAxesAndInSentences() {
        assertThat(main("sweep"))
                .containsPattern("<text[^>]*>size n</text>")
                .contains("Take threads up to 100, processes-serialized java from 200 on.", ">changes the answer<");
        assertThat(main("pairs"))
                .containsPattern("<text[^>]*>pairs</text>")
                .contains("<h2>How fast, by number of pairs</h2>")
                .contains("Take threads up to 1000 pairs, processes-serialized java from 100000 pairs on.")
                .contains(">2.0 us<", "faster at smaller numbers of pairs")
                .doesNotContain("size n", "What workers cost");
        assertThat(main("workers"))
                .containsPattern("<text[^>]*>workers</text>")
                .containsPattern("<text[^>]*>1-2</text>")
                .contains("Take threads up to 1 worker, processes-serialized java from 2 workers on.")
                .contains("Least time of all, by medians: processes-serialized java at 2 workers")
                .contains("What workers cost", "700 MiB", "Set-up: JVMs started")
                .doesNotContain("size n");
    }

    @Test
    void shouldShowWhatChangedBetweenTwo() {
        assertThat(main("two")).contains("Of 2 rows: 2 no difference.", ">0.372 s<", "Seconds before and after");
        assertThat(main("twoSweeps"))
                .contains("at 1 worker<", "at 2 workers<", "at 4 workers<", "Of 6 rows: 6 no difference.");
    }

    @Test
    void shouldFollowTheSchemeOfTheReader() throws Exception {
        BufferedImage light = picture(file("compare"), "--window-size=1200,1600");
        BufferedImage dark =
                picture(file("compare"), "--window-size=1200,1600", "--blink-settings=preferredColorScheme=0");

        assertThat(light.getRGB(3, 3) & 0xffffff).isEqualTo(0xf6f7f9);
        assertThat(dark.getRGB(3, 3) & 0xffffff).isEqualTo(0x12161c);
        assertThat(coloursOf(light)).isGreaterThan(50);
        assertThat(coloursOf(dark)).isGreaterThan(50);
    }

    /** A window of a headless browser is never narrower than 500 pixels: the root element is, with the same styles. */
    @Test
    void shouldFitAPhoneWithoutScrollingSideways() throws Exception {
        String probe = "<script>document.body.setAttribute('data-right', Math.max.apply(null, Array.from("
                + "document.querySelectorAll('main *:not(svg *)'), element => element.getBoundingClientRect().right)));"
                + "</script></body>";
        for (String page : List.of("compare", "sweep", "workers", "twoSweeps")) {
            String narrow = PAGES.get(page)
                    .replace("<html lang=\"en\">", "<html lang=\"en\" style=\"width:390px\">")
                    .replace("</body>", probe);

            String dom = browse(
                    Files.writeString(directory.resolve("narrow.html"), narrow), "--window-size=500,900", "--dump-dom");

            Matcher right = Pattern.compile("data-right=\"([0-9.]+)\"").matcher(dom);
            assertThat(right.find()).isTrue();
            assertThat(Double.parseDouble(right.group(1))).isBetween(300.0, 390.0);
        }
    }

    private static long coloursOf(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
