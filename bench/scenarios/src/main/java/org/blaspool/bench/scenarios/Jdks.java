package org.blaspool.bench.scenarios;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** JDKs of this machine: that which runs, those in {@code BLASPOOL_TEST_JDKS} and those in {@code /usr/lib/jvm}. */
final class Jdks {
    private Jdks() {}

    /** The home of one with that feature release. */
    static Path find(int feature) {
        Stream<Path> own = Stream.of(Path.of(System.getProperty("java.home")));
        Stream<Path> named = Stream.of(
                        System.getenv().getOrDefault("BLASPOOL_TEST_JDKS", "").split(File.pathSeparator))
                .filter(home -> !home.isEmpty())
                .map(Path::of);
        return Stream.of(own, named, installed())
                .flatMap(homes -> homes)
                .filter(home -> isOf(home, feature))
                .findFirst()
                .orElseThrow(() -> new MissingReferenceException(
                        "no JDK " + feature + " in /usr/lib/jvm; name its home in BLASPOOL_TEST_JDKS"));
    }

    private static Stream<Path> installed() {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean isOf(Path home, int feature) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + feature + ".");
        } catch (IOException e) {
            return false;
        }
    }
}
