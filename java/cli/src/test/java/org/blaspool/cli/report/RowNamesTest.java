package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.StrategyResult;
import org.junit.jupiter.api.Test;

class RowNamesTest {
    private static final BlasRecord BLIS = new BlasRecord("blis", "/usr/lib/libblis.so.4", "0.9.0", "", "pthreads", 2);

    private static List<String> names(BlasRecord... libraries) {
        StrategyResult row = Reports.comparison().results().get(0);
        return RowNames.of(Arrays.stream(libraries)
                .map(blas -> Reports.withBlas(row, blas))
                .toList());
    }

    private static BlasRecord openblas(String version, String threading) {
        return new BlasRecord("openblas", "/usr/lib/libopenblas.so.0", version, "Haswell", threading, 2);
    }

    @Test
    void shouldNameRowsByTheirLibrariesWhereTheseDiffer() {
        assertThat(names(Reports.OPENBLAS, BLIS)).containsExactly("threads openblas", "threads blis");
    }

    @Test
    void shouldTellTwoBuildsOfOneLibraryByVersionOrThreading() {
        assertThat(names(Reports.OPENBLAS, openblas("0.3.21", "pthreads"), BLIS))
                .containsExactly("threads openblas 0.3.31", "threads openblas 0.3.21", "threads blis");
        assertThat(names(Reports.OPENBLAS, openblas("0.3.31", "openmp")))
                .containsExactly("threads pthreads", "threads openmp");
    }

    @Test
    void shouldNumberWhatNothingTells() {
        assertThat(names(BLIS, BLIS)).containsExactly("threads", "threads #2");
    }
}
