package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that scripts depend on. */
class JsonTest {
    private final JsonNode report = read(Json.write(Reports.comparison()));

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(JsonNode node) {
        return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    @Test
    void shouldHaveEveryFieldOfTheSchema() {
        assertThat(report.path("schema").asText()).isEqualTo("blaspool.compare/1");
        assertThat(names(report))
                .contains(
                        "schema",
                        "suite",
                        "clock",
                        "machine",
                        "workload",
                        "rounds",
                        "rounds_tainted",
                        "results",
                        "recommendation",
                        "warnings");
        assertThat(names(report.path("machine")))
                .contains(
                        "cpus",
                        "physical_cores",
                        "numa_nodes",
                        "cpu_model",
                        "allotment",
                        "fma_peak_gflops",
                        "fma_peak_gflops_after",
                        "memcpy_gb_per_s",
                        "java",
                        "os",
                        "blas");
        assertThat(names(report.path("machine").path("blas")))
                .contains("kind", "path", "version", "core", "threading", "max_threads");
        assertThat(names(report.path("workload"))).contains("m", "k", "n", "pairs", "fill", "seed", "flop");
        assertThat(names(report.path("recommendation"))).contains("spec", "reason");
        assertThat(names(report.path("warnings").path(0))).contains("kind", "text");
    }

    @Test
    void shouldHaveEveryFieldOfARow() {
        JsonNode row = report.path("results").path(0);
        assertThat(names(row))
                .contains(
                        "strategy",
                        "spec",
                        "requested",
                        "effective",
                        "seconds",
                        "median_seconds",
                        "ratio_to_best",
                        "ratio_ci95",
                        "verdict",
                        "gflops",
                        "percent_of_peak",
                        "setup_seconds",
                        "phase_seconds",
                        "bytes_moved",
                        "cpu_user_seconds",
                        "cpu_system_seconds",
                        "page_faults",
                        "context_switches",
                        "peak_rss_bytes",
                        "predicted_seconds",
                        "verified");
        assertThat(names(row.path("requested"))).contains("workers", "blas_threads", "chunk_size", "codec", "pin");
        assertThat(names(row.path("effective"))).contains("workers", "blas_threads", "cpus", "pages");
        assertThat(names(row.path("effective").path("kernels"))).containsExactly("small", "split", "plain");
        assertThat(report.path("results").path(1).path("effective").has("kernels"))
                .isFalse();
        assertThat(names(row.path("phase_seconds")))
                .containsExactly("prepare", "serialize", "send", "deserialize", "queue", "compute", "return", "other");
        assertThat(row.path("effective").path("cpus").path(0).isTextual()).isTrue();
        assertThat(row.path("effective").path("blas_threads").path(0).isInt()).isTrue();
    }

    @Test
    void shouldSayNullWhereNothingIsKnown() {
        JsonNode requested = report.path("results").path(0).path("requested");
        assertThat(requested.path("chunk_size").isNull()).isTrue();
        assertThat(requested.path("codec").isNull()).isTrue();
        JsonNode failed = report.path("results").path(2);
        assertThat(failed.path("ratio_ci95").isNull()).isTrue();
        assertThat(failed.path("median_seconds").isNull()).isTrue();
    }

    @Test
    void shouldHaveCountersWhereTheyWereAskedForAlone() throws Exception {
        JsonNode rows = new ObjectMapper()
                .readTree(Json.write(Reports.comparisonWithCounters()))
                .path("results");

        assertThat(names(rows.path(0).path("counters")))
                .containsExactly(
                        "instructions", "cycles", "instructions_per_cycle", "ghz", "llc_misses", "dtlb_load_misses");
        assertThat(rows.path(1).path("counters").path("dtlb_load_misses").isNull())
                .isTrue();
        assertThat(rows.path(2).has("counters")).isFalse();
        assertThat(Json.comparison(Json.write(Reports.comparisonWithCounters()), "test"))
                .isEqualTo(Reports.comparisonWithCounters());
    }

    @Test
    void shouldReadWhatItWrote() {
        ComparisonResult again = Json.comparison(Json.write(Reports.comparison()), "test");

        assertThat(again).isEqualTo(Reports.comparison());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"schema\": \"blaspool.run/1\"}",
                "{\"schema\": \"blaspool.compare/1\"}",
                "{\"schema\": \"blaspool.compare/1\", \"results\": 5}",
                "{\"schema\": \"blaspool.compare/1\", \"rounds\": \"many\"}",
                "{\"schema\": \"blaspool.compare/1\", \"results\": ["
            })
    void shouldRefuseWhatIsNoReport(String text) {
        assertThatThrownBy(() -> Json.comparison(text, "x.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("file=x.json")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
}
