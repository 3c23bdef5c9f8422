package org.blaspool.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class SparkRunMainTest {
    @Test
    void shouldReadTheOptionsOfRun() {
        SparkRequest request =
                parse("--pairs", "in", "--out", "c", "--resume", "--chunk-size", "7", "--blas", "system");
        assertThat(request.pairs()).isEqualTo("in");
        assertThat(request.out()).isEqualTo(Path.of("c"));
        assertThat(request.resume()).isTrue();
        assertThat(request.chunkSize()).hasValue(7);
        assertThat(request.blas()).isEqualTo("system");
    }

    @Test
    void shouldLeaveOpenWhatIsNotSaid() {
        assertThat(parse("--pairs", "in", "--out", "c")).isEqualTo(SparkRequest.of("in", Path.of("c")));
    }

    @Test
    void shouldSayWhatIsWrong() {
        refuses("no products are given", "--out", "c");
        refuses("no directory for results is given", "--pairs", "in");
        refuses("unknown option: --shard", "--shard", "0/2");
        refuses("option has no value: --out", "--pairs", "in", "--out");
        refuses("chunk-size=many", "--pairs", "in", "--out", "c", "--chunk-size", "many");
        refuses("chunk-size=0", "--pairs", "in", "--out", "c", "--chunk-size", "0");
    }

    private static SparkRequest parse(String... arguments) {
        return SparkRunMain.parse(arguments);
    }

    private static void refuses(String message, String... arguments) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SparkRunMain.parse(arguments))
                .withMessageContaining(message);
    }
}
