package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void shouldWriteALineForEachStrategyAsTheGoldenFileHasIt() throws Exception {
        assertThat(Csv.of(Reports.comparison())).isEqualTo(Reports.golden("compare.csv"));
    }
}
