package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sweeps from their words to their reports, on this machine, with strategies inside this process. */
class SweepCommandTest {
    private static CommandLine sweep(String... words) {
        List<String> all = new ArrayList<>(List.of("compare", "--rounds", "1", "--json", "-"));
        all.addAll(List.of(words));
        return CommandLine.run(all.toArray(String[]::new));
    }

    private static JsonNode json(CommandLine line) throws IOException {
        assertThat(line.status()).as(line.err()).isZero();
        return new ObjectMapper().readTree(line.out());
    }

    @Test
    void shouldGiveEveryStrategyThatHasWorkersAsManyAsAreSwept() throws IOException {
        JsonNode report = json(sweep(
                "--sweep", "workers=1:3:3", "--size", "20", "--pairs", "6", "--strategies", "sequential,threads"));

        assertThat(report.path("parameter").asText()).isEqualTo("workers");
        assertThat(report.path("sizes").toString()).isEqualTo("[1,3]");
        int[] workers = {1, 3};
        for (int i = 0; i < workers.length; i++) {
            JsonNode comparison = report.path("comparisons").path(i);
            assertThat(comparison.path("workload").path("pairs").asInt()).isEqualTo(6);
            JsonNode rows = comparison.path("results");
            assertThat(rows).hasSize(2);
            assertThat(rows.path(0).path("effective").path("workers").asInt()).isEqualTo(1);
            assertThat(rows.path(1).path("effective").path("workers").asInt()).isEqualTo(workers[i]);
            assertThat(rows.path(1).path("verified").asBoolean()).isTrue();
        }
    }

    @Test
    void shouldHoldTheSizeWhilePairsAreSwept() throws IOException {
        JsonNode report = json(sweep("--sweep", "pairs=2:20:10", "--size", "8x6x4", "--strategies", "sequential"));

        assertThat(report.path("parameter").asText()).isEqualTo("pairs");
        assertThat(report.path("sizes").toString()).isEqualTo("[2,20]");
        assertThat(report.path("comparisons")).hasSize(2).allSatisfy(comparison -> {
            JsonNode work = comparison.path("workload");
            assertThat(List.of(
                            work.path("m").asInt(),
                            work.path("k").asInt(),
                            work.path("n").asInt()))
                    .containsExactly(8, 6, 4);
        });
        assertThat(report.path("comparisons")
                        .path(1)
                        .path("workload")
                        .path("pairs")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void shouldRefuseASweepWhoseLargestRoundTakesTooLong() {
        // Forty strategies of 10 million handed over: 400 s at a microsecond each, in a quarter of a GiB.
        String strategies = String.join(",", Collections.nCopies(40, "threads"));
        CommandLine line = sweep("--sweep", "pairs=1:10000000:999", "--size", "1", "--strategies", strategies);

        assertThat(line.status()).isEqualTo(2);
        assertThat(line.err().lines()).singleElement().asString().contains("pairs=10000000 seconds=400", "--sweep");
    }
}
