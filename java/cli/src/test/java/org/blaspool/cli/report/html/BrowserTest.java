package org.blaspool.cli.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.blaspool.cli.report.Reports;
import org.blaspool.cli.report.SweepPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, headless; skipped where there is none. */
class BrowserTest {
    private static final Optional<Path> BROWSER = Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> Arrays.stream(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .findFirst();

    @TempDir
    private Path directory;

    private Path comparison;
    private Path sweep;
    private Path pairs;
    private Path workers;
    private Path twoSweeps;

    @BeforeEach
    void writePages() throws IOException {
        assumeTrue(BROWSER.isPresent(), "no chromium on the PATH: the pages are not looked at in a browser");
        comparison = Files.writeString(directory.resolve("compare.html"), CompareHtml.of(Reports.comparison()));
        sweep = Files.writeString(directory.resolve("sweep.html"), SweepHtml.of(Reports.sweep()));
        pairs = Files.writeString(directory.resolve("pairs.html"), SweepHtml.of(Reports.sweepOfPairs()));
        workers = Files.writeString(directory.resolve("workers.html"), SweepHtml.of(Reports.sweepOfWorkers()));
        twoSweeps = Files.writeString(
                directory.resolve("two.html"), SweepPairHtml.of(SweepPair.of(Reports.sweep(), Reports.sweep())));
    }

    private String browse(Path page, String... options) throws Exception {
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

    private BufferedImage picture(Path page, String... options) throws Exception {
        Path file = directory.resolve("picture.png");
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--screenshot=" + file);
        browse(page, all.toArray(String[]::new));
        return ImageIO.read(file.toFile());
    }

    @Test
    void shouldDrawEveryChart() throws Exception {
        for (Path page : List.of(comparison, sweep, pairs, workers, twoSweeps)) {
            String[] charts = browse(page, "--dump-dom").split("class=\"chart\"", -1);
            assertThat(charts).hasSizeGreaterThan(page.equals(twoSweeps) ? 1 : 2);
            for (String chart : Arrays.copyOfRange(charts, 1, charts.length)) {
                String figure = chart.substring(0, chart.indexOf("</figure>"));
                assertThat(figure.split("<path", -1)).hasSizeGreaterThan(6);
                assertThat(figure).contains("<svg", "threads");
            }
        }
    }

    @Test
    void shouldNameTheAxisByWhatIsSwept() throws Exception {
        assertThat(browse(sweep, "--dump-dom")).containsPattern("<text[^>]*>size n</text>");
        assertThat(browse(pairs, "--dump-dom"))
                .containsPattern("<text[^>]*>pairs</text>")
                .doesNotContain(">size n<");
        assertThat(browse(workers, "--dump-dom")).containsPattern("<text[^>]*>workers</text>");
    }

    @Test
    void shouldFollowTheSchemeOfTheReader() throws Exception {
        BufferedImage light = picture(comparison, "--window-size=1200,1600");
        BufferedImage dark = picture(comparison, "--window-size=1200,1600", "--blink-settings=preferredColorScheme=0");

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
        for (Path page : List.of(comparison, sweep, workers, twoSweeps)) {
            String narrow = Files.readString(page)
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
