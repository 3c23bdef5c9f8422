package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    @TempDir
    Path temporary;

    private Path in;
    private Path out;

    @BeforeEach
    void makeDirectories() throws IOException {
        temporary = temporary.toRealPath();
        in = Files.createDirectory(temporary.resolve("in"));
        out = Files.createDirectory(temporary.resolve("out"));
    }

    @Test
    void shouldReadCsvWithTheColumnsInAnyOrder() throws IOException {
        ProductEntry entry = entries("""
                beta,out,b,transb,alpha,c,a,transa
                0.5,x/c.npy,b.npy,T,-2e3,/abs/c.npy,"a, ""1"".npy",n
                """).get(0);

        assertThat(entry.line()).isEqualTo(2);
        assertThat(entry.a().path()).isEqualTo(in.resolve("a, \"1\".npy"));
        assertThat(entry.a().given()).isEqualTo("a, \"1\".npy");
        assertThat(entry.b().path()).isEqualTo(in.resolve("b.npy"));
        assertThat(entry.c().path()).isEqualTo(Path.of("/abs/c.npy"));
        assertThat(entry.out()).isEqualTo(out.resolve("x/c.npy"));
        assertThat(entry.alpha()).isEqualTo(-2000);
        assertThat(entry.beta()).isEqualTo(0.5);
        assertThat(entry.transposeA()).isFalse();
        assertThat(entry.transposeB()).isTrue();
        assertThat(entry.readsC()).isTrue();
    }

    @Test
    void shouldReadJsonLinesWithTheSameKeys() throws IOException {
        List<ProductEntry> entries = entries("""

                {"out": "1.npy", "a": "\\u0061.npy", "b": "b.npy", "alpha": 2, "transa": true, "transb": 0, "c": null}
                {"out":"2.npy","a":"a.npy","b":"b.npy","beta":-1.5,"c":"c.npy","transb":"t"}
                """);

        assertThat(entries).extracting(ProductEntry::line).containsExactly(2L, 3L);
        assertThat(entries.get(0).a().given()).isEqualTo("a.npy");
        assertThat(entries.get(0).alpha()).isEqualTo(2);
        assertThat(entries.get(0).transposeA()).isTrue();
        assertThat(entries.get(0).transposeB()).isFalse();
        assertThat(entries.get(0).c()).isNull();
        assertThat(entries.get(1).beta()).isEqualTo(-1.5);
        assertThat(entries.get(1).transposeB()).isTrue();
    }

    /** A JVM without a UTF-8 locale can open no file of such a name. */
    @Test
    void shouldTakeNamesBeyondAsciiOrSayWhichLocaleTheyNeed() throws IOException {
        String text = "a,b,out\n\u00e4.npy,b.npy,c.npy\n";
        if (System.getProperty("sun.jnu.encoding").equals("UTF-8")) {
            assertThat(entries(text).get(0).a().path()).isEqualTo(in.resolve("\u00e4.npy"));
        } else {
            assertThatThrownBy(() -> entries(text)).hasMessageContaining("need a UTF-8 locale such as LC_ALL=C.UTF-8");
        }
    }

    @Test
    void shouldTakeAByteOrderMarkCarriageReturnsBlankLinesAndBlanks() throws IOException {
        List<ProductEntry> entries = entries("\ufeffa, b , out\r\n\r\n a.npy , b.npy , c.npy \r\n");

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.line()).isEqualTo(3);
            assertThat(entry.a().given()).isEqualTo("a.npy");
            assertThat(entry.alpha()).isEqualTo(1);
            assertThat(entry.beta()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({"n,false", "N,false", "t,true", "T,true", "0,false", "1,true", "true,true", "False,false", "'',false"})
    void shouldTakeTheUsualWordsForTransposes(String word, boolean expected) throws IOException {
        ProductEntry entry =
                entries("a,b,out,transa\na.npy,b.npy,c.npy," + word + "\n").get(0);
        assertThat(entry.transposeA()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                ",b.npy,c.npy,,,,            | a is missing",
                "a.txt,b.npy,c.npy,,,,       | file format is not known: file=a.txt, allowed .npy, .npz, .h5, ",
                "a.bin,b.npy,c.npy,,,,       | raw file has no shape: file=a.bin shape is missing",
                "a.npy:x,b.npy,c.npy,,,,     | file holds one matrix: file=a.npy:x",
                "a.npy,b.npy,c.npz,,,,       | result format is not known: out=c.npz",
                "a.npy,b.npy,c.h5:x,,,,      | dataset name cannot be used: dataset='x'",
                "a.npy,b.npy,c.h5:/../x,,,,  | dataset name cannot be used",
                "a.npy,b.npy,c.npy:x,,,,     | result file holds one matrix: member=x",
                "a.npy,b.npy,c.txt,,,,       | result format is not known: out=c.txt",
                "a.npy,b.npy,/c.npy,,,,      | out leaves the directory: out=/c.npy",
                "a.npy,b.npy,x/../c.npy,,,,  | out leaves the directory",
                "a.npy,b.npy,../c.npy,,,,    | out leaves the directory",
                "a.npy,b.npy,c.npy,1d,,,     | alpha is not a finite number: alpha=1d",
                "a.npy,b.npy,c.npy,NaN,,,    | alpha is not a finite number",
                "a.npy,b.npy,c.npy,1e999,,,  | alpha is not a finite number",
                "a.npy,b.npy,c.npy,,0.5,,    | beta needs a matrix c",
                "a.npy,b.npy,c.npy,,,,x      | transa is not known: transa=x, allowed n, t",
                "a.npy,b.npy,c.npy           | number of values is wrong: values=3, expected 7",
            })
    void shouldSayWhatIsWrongWithALine(String line, String reason) {
        assertThatThrownBy(() -> entries("a,b,out,alpha,beta,c,transa\n" + line.strip() + "\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("manifest " + in.resolve("pairs.csv") + " line 2: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1                                             | it is not JSON",
                "{} {}                                                 | something follows",
                "[1]                                                   | it is not a JSON object",
                "{\"a\":\"a.npy\",\"a\":\"b.npy\"}                     | it is not JSON: Duplicate field 'a'",
                "{\"a\":{}}                                            | a is not a string, a number or a boolean",
                "{\"A\":\"a.npy\"}                                     | key is not known: key='A'",
                "{\"a\":\"a\\u0000.npy\",\"b\":\"b.npy\",\"out\":\"c.npy\"} | file name cannot be used",
                "{\"a\":\"a.npy\",\"b\":\"b.npy\",\"out\":\"c\\u0000.npy\"} | out cannot be used",
                "{\"b\":\"b.npy\",\"out\":\"c.npy\"}                   | a is missing",
            })
    void shouldSayWhatIsWrongWithALineOfJson(String line, String reason) {
        assertThatThrownBy(() -> entries("{\"a\":\"a.npy\",\"b\":\"b.npy\",\"out\":\"first.npy\"}\n" + line + "\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(" line 2: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a,b,out,a", "a,b,out,gamma", "x.npy,y.npy,z.npy", ""})
    void shouldRefuseOtherColumns(String header) {
        assertThatThrownBy(() -> entries(header + "\na.npy,b.npy,c.npy\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("columns of manifest are wrong")
                .hasMessageContaining("expected a, b, out");
    }

    @Test
    void shouldReportAllBadLinesAtOnceButTwentyOfThemInWords() throws IOException {
        String lines = IntStream.range(0, 30)
                .mapToObj(i -> i % 2 == 0 ? "a.npy,b.npy,ok" + i + ".npy" : "a.npy,b.npy,../c.npy")
                .collect(Collectors.joining("\n", "a,b,out\n", "\n" + "a.npy,b.npy,/x.npy\n".repeat(15)));
        assertThatThrownBy(() -> entries(lines))
                .hasMessageStartingWith(
                        "manifest " + in.resolve("pairs.csv") + " has 30 bad entries, nothing was computed")
                .hasMessageContaining("\n  line 3: out leaves")
                .hasMessageContaining("\n  line 36: out leaves")
                .hasMessageNotContaining("line 37:")
                .hasMessageEndingWith("\n  and 10 more");
    }

    @Test
    void shouldCountTheLinesOfQuotedLineEnds() throws IOException {
        String text = "a,b,out\n\"a\n.npy\",b.npy,c.npy\na.npy,b.npy,d.npy\n";
        assertThat(entries(text)).extracting(ProductEntry::line).containsExactly(2L, 4L);
    }

    @Test
    void shouldSayThatAQuoteIsNotClosed() {
        assertThatThrownBy(() -> entries("a,b,out\na.npy,b.npy,c.npy\n\"a.npy,b.npy,d.npy\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("quotes are wrong");
    }

    @Test
    void shouldRefuseTwoProductsWithOneResultHoweverItIsWritten() {
        assertThatThrownBy(() -> entries("a,b,out\na.npy,b.npy,x/c.npy\na.npy,b.npy,./x//c.npy\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: out is that of line 2: out=x/c.npy");
    }

    @Test
    void shouldRefuseAResultThatIsTheDirectoryOfAnother() {
        assertThatThrownBy(() -> entries("a,b,out\na.npy,b.npy,c.npy\na.npy,b.npy,c.npy/x.npy\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: out is below the file of line 2: out=c.npy/x.npy");
        assertThatThrownBy(() -> entries("a,b,out\na.npy,b.npy,c.npy/d/x.npy\na.npy,b.npy,c.npy\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line 3: out is a directory of line 2: out=c.npy");
    }

    @Test
    void shouldReadAJsonArrayOfObjects() throws IOException {
        assertThat(entries("[{\"a\": \"a.npy\", \"b\": \"b.npy\", \"out\": \"c.npy\"},\n"
                        + " {\"a\": \"a.npy\", \"b\": \"b.npy\", \"out\": \"d.npy\", \"alpha\": 2}]\n"))
                .hasSize(2);
        assertThat(entries("[]")).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongWithAJsonArray() {
        String good = "{\"a\": \"a.npy\", \"b\": \"b.npy\", \"out\": \"c.npy\"}";
        assertThatThrownBy(() -> entries("[" + good + ", 3]")).hasMessageContaining("line 2: it is not a JSON object");
        assertThatThrownBy(() -> entries("[" + good)).hasMessageContaining("line 2: it is not JSON");
        assertThatThrownBy(() -> entries("[" + good + "] x")).hasMessageContaining("line 2: it is not JSON");
        assertThatThrownBy(() -> entries("[" + good + "] 3")).hasMessageContaining("something follows the JSON array");
        assertThatThrownBy(() -> entries("[{\"a\": [1]}]")).hasMessageContaining("line 1: a is not a string");
    }

    @Test
    void shouldKeepTheParsersAdviceToItself() {
        for (String line : new String[] {
            "{\"a\": NaN}",
            "{\"a\": 'x'}",
            "{\"a\": 01}",
            "{\"a\": \"x\", \"a\": \"y\"}",
            "{\"a\": " + "[".repeat(2000),
            "{\"a\": tru}"
        }) {
            assertThatThrownBy(() -> entries(line + "\n"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageNotContaining("Feature")
                    .hasMessageNotContaining("StreamRead")
                    .hasMessageNotContaining("JsonParser");
        }
    }

    @Test
    void shouldRefuseLinksThatLeadOutOfTheDirectoryOfResults() throws IOException {
        Files.createSymbolicLink(out.resolve("away"), in);
        Files.createSymbolicLink(out.resolve("away.npy"), in.resolve("a.npy"));
        Files.writeString(in.resolve("a.npy"), "");
        Files.createDirectory(out.resolve("real"));
        Files.createSymbolicLink(out.resolve("inside"), out.resolve("real"));

        assertThatThrownBy(() -> entries("a,b,out\na.npy,b.npy,away/c.npy\na.npy,b.npy,away.npy\n"))
                .hasMessageContaining("has 2 bad entries")
                .hasMessageContaining("line 2: out leads out of the directory by a symbolic link: out=away/c.npy")
                .hasMessageContaining("line 3: out leads out of the directory by a symbolic link: out=away.npy");
        assertThat(entries("a,b,out\na.npy,b.npy,inside/c.npy\n").get(0).out()).isEqualTo(out.resolve("real/c.npy"));
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        assertThatThrownBy(() -> entries("a,b,out\n\u00e4.npy,b.npy,c.npy\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a text in UTF-8");
        byte[] endless = new byte[3 << 20];
        Arrays.fill(endless, (byte) 'a');
        assertThatThrownBy(() -> entries(endless))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a line is longer than 1048576 characters");
    }

    @Test
    void shouldReadStandardInputMoreThanOnceRelativeToTheCurrentDirectory() {
        Manifest manifest = Manifest.open("-", OutDirectory.of(out), input("a,b,out\na.npy,b.npy,c.npy\n"));
        for (int i = 0; i < 2; i++) {
            try (Stream<ProductEntry> entries = manifest.entries()) {
                assertThat(entries)
                        .singleElement()
                        .extracting(e -> e.a().path())
                        .isEqualTo(Path.of("a.npy"));
            }
        }
    }

    @Test
    void shouldPairTheFilesOfADirectoryByName() throws IOException {
        for (String file : List.of("a/2.npy", "a/1.npy", "b/1.npy", "b/2.npy", "a/README")) {
            Files.createDirectories(in.resolve(file).getParent());
            Files.writeString(in.resolve(file), "");
        }
        Manifest manifest = Manifest.open(in.toString(), OutDirectory.of(out), InputStream.nullInputStream());
        List<ProductEntry> entries = manifest.entries().toList();

        assertThat(entries).extracting(ProductEntry::out).containsExactly(out.resolve("1.npy"), out.resolve("2.npy"));
        assertThat(entries.get(1).a().path()).isEqualTo(in.resolve("a/2.npy"));
        assertThat(entries.get(1).b().path()).isEqualTo(in.resolve("b/2.npy"));
        assertThat(manifest.place(entries.get(1))).isEqualTo("pair 2");

        Files.delete(in.resolve("b/2.npy"));
        Files.writeString(in.resolve("b/3.npy"), "");
        assertThatThrownBy(() -> Manifest.open(in.toString(), OutDirectory.of(out), InputStream.nullInputStream()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("only_in_a=2 only_in_b=3");
    }

    @Test
    void shouldReadLinesOnlyWhenTheyAreAskedFor() throws IOException {
        Path file = in.resolve("long.csv");
        String line = "a.npy,b.npy,c.npy\n";
        Files.writeString(file, "a,b,out\n" + line.repeat(20_000) + "not a line\n");
        Manifest manifest = Manifest.open(file.toString(), OutDirectory.of(out), InputStream.nullInputStream());

        try (Stream<ProductEntry> entries = manifest.entries()) {
            Iterator<ProductEntry> iterator = entries.iterator();
            for (int i = 0; i < 20_000; i++) {
                assertThat(iterator.next().line()).isEqualTo(i + 2);
            }
            assertThatThrownBy(iterator::hasNext).hasMessageContaining("line 20002: number of values is wrong");
        }
    }

    @Test
    void shouldNameAManifestThatIsNotThere() {
        Path missing = in.resolve("missing.csv");
        assertThatThrownBy(() -> Manifest.open(missing.toString(), OutDirectory.of(out), InputStream.nullInputStream())
                        .entries())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("file is not there: file=" + missing);
    }

    private List<ProductEntry> entries(String text) throws IOException {
        return entries(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<ProductEntry> entries(byte[] text) throws IOException {
        Path file = Files.write(in.resolve("pairs.csv"), text);
        Manifest manifest = Manifest.open(file.toString(), OutDirectory.of(out), InputStream.nullInputStream());
        ManifestProblems problems = ManifestProblems.collected(manifest);
        try (Stream<ProductEntry> entries = manifest.entries(problems)) {
            List<ProductEntry> result = entries.toList();
            problems.throwIfAny();
            return result;
        }
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
