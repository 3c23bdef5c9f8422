package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlasSpecTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundled",
                "system",
                "jblas",
                "netlib",
                "/opt/blis/lib/libblis.so",
                "./mine",
                "libblis.so",
                "libopenblas.so.0",
                "libmkl_rt.so.2.1"
            })
    void shouldTakeNamesAndPathsAsTheyAreWritten(String text) {
        assertThat(BlasSpec.parse(" " + text + " ")).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "openblas", "Bundled", "libblis.so.", "libblis.soup", ".so", "mkl"})
    void shouldRefuseWhatIsNeitherNameNorPath(String text) {
        assertThatThrownBy(() -> BlasSpec.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown BLAS: blas=" + text
                        + ", allowed bundled, system, jblas, netlib or the path of a CBLAS library (--blas)");
    }

    @ParameterizedTest
    @CsvSource({
        "bundled, true",
        "system, true",
        "/opt/blis/lib/libblis.so, true",
        "libblis.so.4, true",
        "jblas, false",
        "netlib, false"
    })
    void shouldTellCLibrariesFromThoseThatWorkOnJavasHeap(String text, boolean isCLibrary) {
        assertThat(BlasSpec.parse(text).isCLibrary()).isEqualTo(isCLibrary);
    }

    @Test
    void shouldReadAList() {
        assertThat(BlasSpec.parseList("bundled, jblas,/opt/libblas.so"))
                .extracting(BlasSpec::text)
                .containsExactly("bundled", "jblas", "/opt/libblas.so");
    }

    @Test
    void shouldRefuseAListWithAnEmptyEntry() {
        assertThatThrownBy(() -> BlasSpec.parseList("bundled,,jblas")).isInstanceOf(InvalidInputException.class);
    }
}
