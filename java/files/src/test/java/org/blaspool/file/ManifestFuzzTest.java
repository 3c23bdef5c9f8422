package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;

/** Manifests of any bytes, CSV and JSON Lines; nothing may be written outside of the directory of the results. */
class ManifestFuzzTest {
    private static final Path OUT =
            Path.of(System.getProperty("java.io.tmpdir"), "blaspool-fuzz-out-that-is-not-there");

    @FuzzTest
    void shouldListProductsOrNameTheBadLines(byte[] bytes) {
        OutDirectory out = OutDirectory.of(OUT);
        long problemCount = -1;
        try {
            Manifest manifest = Manifest.open(Manifest.STANDARD_INPUT, out, new ByteArrayInputStream(bytes));
            ManifestProblems problems = ManifestProblems.collected(manifest);
            try (Stream<ProductEntry> entries = manifest.entries(problems)) {
                entries.forEach(entry -> check(entry, out, manifest));
            }
            problemCount = problems.count();
            problems.throwIfAny();
            try (Stream<ProductEntry> entries = manifest.entries()) {
                assertThat(entries.count()).isNotNegative();
            }
        } catch (InvalidInputException e) {
            // One line each, as what a terminal shows of it is what the user has.
            long lines = problemCount > 1 ? 1 + Math.min(problemCount, 21) : 1;
            assertThat(e.getMessage().split("\n", -1)).hasSizeLessThanOrEqualTo((int) lines);
            assertThat(e.getMessage().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    private static void check(ProductEntry entry, OutDirectory out, Manifest manifest) {
        // AssertJ's own startsWith would want the file to be there.
        assertThat(entry.out().startsWith(out.path()))
                .as(entry.out().toString())
                .isTrue();
        assertThat(entry.out()).isNotEqualTo(out.path());
        assertThat(entry.out().normalize()).isEqualTo(entry.out());
        assertThat(entry.alpha()).isFinite();
        assertThat(entry.beta()).isFinite();
        assertThat(entry.c() != null || !entry.readsC()).isTrue();
        assertThat(manifest.place(entry)).startsWith("line ");
    }
}
