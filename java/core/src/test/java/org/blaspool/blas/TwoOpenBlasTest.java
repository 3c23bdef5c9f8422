package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.ChildJvm;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled OpenBLAS beside the system's, whose file has the same name for the dynamic linker. */
class TwoOpenBlasTest {
    /** Rows of 1 2 1 2 … and 2 1 2 1 … of length 300. */
    private static final Pattern LINE = Pattern.compile("750\\.0 600\\.0 (\\S+) (\\S+)");

    @ParameterizedTest
    @CsvSource({"bundled, system", "system, bundled", "bundled, libblas.so.3", "libblas.so.3, bundled"})
    void shouldServeBothInOneProcess(String first, String second) throws Exception {
        requireOnSystem(first.equals("bundled") ? second : first);
        try (ChildJvm child = ChildJvm.start(TwoOpenBlasMain.class, first, second)) {
            Matcher one = LINE.matcher(child.line());
            Matcher two = LINE.matcher(child.line());
            assertThat(one.matches()).as(one.toString()).isTrue();
            assertThat(two.matches()).as(two.toString()).isTrue();
            assertThat(one.group(2)).isNotEqualTo(two.group(2));
        }
    }

    private static void requireOnSystem(String name) {
        try {
            String kind = new BlasSpec(name).open().info().kind();
            assumeThat(kind).as("the system's " + name).isEqualTo("openblas");
        } catch (ResourceUnavailableException absent) {
            assumeThat(false).as(absent.getMessage()).isTrue();
        }
    }
}
