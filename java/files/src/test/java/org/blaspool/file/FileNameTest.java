package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of bytes that a locale cannot read, which only a shell can make and a JVM of its own can be given. */
class FileNameTest {
    @TempDir
    private Path place;

    /** Opens a manifest, as run does: the bytes of the results' names, or what is refused. */
    static final class Opening {
        public static void main(String[] arguments) {
            try {
                OutDirectory out = OutDirectory.of(arguments[1]);
                Manifest.open(arguments[0], out, InputStream.nullInputStream())
                        .entries()
                        .forEach(entry -> System.out.println(entry.out().toUri().getRawPath()
                                + Files.exists(entry.a().path())));
            } catch (InvalidInputException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @BeforeEach
    void makeFiles() throws Exception {
        shell("mkdir -p plain/a plain/b d/a d/b \"$(printf 'e\\351/a')\" && cd d && touch a/1.npy b/1.npy \"$(printf"
                + " 'a/\\351.txt')\" \"$(printf 'a/_\\351.npy')\" \"$(printf 'b/_\\351.npy')\"");
    }

    private String shell(String command, String... environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(place.toFile());
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).strip();
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    /** @param pairs and out, as printf has them */
    private String open(String locale, String pairs, String out) throws Exception {
        return shell(
                "exec \"$JAVA\" -cp \"$CP\" '" + Opening.class.getName() + "' \"$(printf '" + pairs
                        + "')\" \"$(printf '" + out + "')\"",
                "JAVA",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "CP",
                System.getProperty("java.class.path"),
                "LC_ALL",
                locale,
                "LOCPATH",
                locale.endsWith("8859-1") ? place.toString() : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d            | out     | file=d/a/_\\xE9.npy",
                "d/a/_*.npy,d/b/_*.npy  | out | file=d/a/_\\xE9.npy",
                "e\\351       | out     | pairs=e\\xE9",
                "e\\351/*.npy,d/b/*.npy | out | pairs=e\\xE9/*.npy,d/b/*.npy",
                "d            | o\\351t | out=o\\xE9t"
            })
    void shouldRefuseNamesThatTheLocaleCannotRead(String pairs, String out, String named) throws Exception {
        for (String locale : new String[] {"C.UTF-8", "C"}) {
            assertThat(open(locale, pairs, out))
                    .hasLineCount(1)
                    .startsWith("file name cannot be read in this locale: " + named)
                    .contains(locale.equals("C") ? "such as LC_ALL=C.UTF-8" : "expected UTF-8; rename it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "C"})
    void shouldLeaveFilesOfOtherKindsAlone(String locale) throws Exception {
        shell("rm d/*/_*");
        assertThat(open(locale, "d", "out")).endsWith("/out/1.npytrue");
    }

    @Test
    void shouldTakeThemInTheLocaleThatTheyWereNamedIn() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/localedef")) && Files.exists(Path.of("/usr/share/i18n/locales/en_US")),
                "no locale can be made here");
        shell("localedef -i en_US -f ISO-8859-1 ./en_US.ISO-8859-1");
        assertThat(open("en_US.ISO-8859-1", "d", "o\\351").lines())
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("/o%E9/1.npytrue"),
                        second -> assertThat(second).endsWith("/o%E9/_%E9.npytrue"));
    }
}
