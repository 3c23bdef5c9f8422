package org.blaspool.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.profile.PhaseShares.ReportedCpu;
import org.blaspool.cli.profile.StackSamples.StackSample;
import org.blaspool.plan.StrategySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhaseSharesTest {
    private static final long ORIGIN = 5_000_000_000L;
    private static final String ROUND = """
        {"ph":"X","name":"round","ts":%d.000,"dur":1000000.000,"args":{"strategy":"s","prepare":0,"serialize":0.1,
        "send":0.1,"deserialize":0.2,"queue":0.2,"compute":0.3,"return":0.1,"other":0.0}}\
        """;

    @TempDir
    private Path directory;

    private Path trace;

    @BeforeEach
    void writeTwoRoundsOfASecond() throws Exception {
        trace = Files.writeString(
                directory.resolve("trace.json"),
                "{\"traceEvents\":[" + ROUND.formatted(0)
                        + ",{\"ph\":\"X\",\"name\":\"compute\",\"ts\":1.0,\"dur\":9.0}," + ROUND.formatted(2_000_000)
                        + "],\"otherData\":{\"origin_nanos\":" + ORIGIN + "}}");
    }

    @Test
    void shouldHoldSamplesAgainstThePhasesOfTheSameRounds() throws Exception {
        List<StackSample> samples = new ArrayList<>();
        add(samples, 4, 2.5, "java", "cblas_dgemm", "dgemm_kernel_ZEN");
        add(samples, 3, 2.9, "blaspool-slot", "java.io.ObjectOutputStream.writeArray");
        add(samples, 2, 2.1, "java", "__send", "__x64_sys_sendto_[k]");
        add(samples, 1, 2.1, "java", "org.blaspool.task.ClaimLoop.run", "asm_exc_page_fault_[k]");
        // In the warm-up, between rounds, and the JVM's own.
        add(samples, 9, 0.5, "java", "dgemm_kernel_ZEN");
        add(samples, 9, 1.5, "java", "dgemm_kernel_ZEN");
        add(samples, 9, 2.5, "C2 CompilerThre", "Compile::Optimize");
        add(samples, 9, 2.5, "GC Thread#0", "G1ParScanThreadState::trim_queue");

        PhaseShares shares = new PhaseShares(
                samples,
                RoundPhases.of(StrategySpec.parse("processes-serialized:codec=java"), trace),
                ReportedCpu.of(1000, 1e-6, 0.5, 0.625));

        assertThat(shares.csv().lines())
                .containsExactly(
                        "class,sampled_percent,phases_percent",
                        "dgemm,40.00,37.50",
                        "serialization,30.00,50.00",
                        "copying,20.00,12.50",
                        "other,10.00,0.00",
                        "page faults,10.00,0.20");
        assertThat(shares.caption())
                .isEqualTo("dgemm 40.0 %, serialization 30.0 %, copying 20.0 %, other 10.0 %, page faults in these 10.0"
                        + " %");
        assertThat(shares.text())
                .contains("10 samples in 1 timed round\n")
                .containsPattern("serialization +30.0 +50.0 +20.0 +serialize, deserialize, return")
                .contains("queue, which was 20.0 % of the rounds; the CPU time was 80.0 % of the slots'");
    }

    private static void add(List<StackSample> samples, int count, double second, String thread, String... frames) {
        for (int i = 0; i < count; i++) {
            samples.add(new StackSample(thread, 1, ORIGIN + Math.round(second * 1e9), List.of(frames)));
        }
    }

    @Test
    void shouldTakeReadingAndWritingFilesForCopying() throws Exception {
        RoundPhases phases = RoundPhases.of(StrategySpec.parse("independent"), trace);

        assertThat(phases.percent(StackClass.COPYING)).isCloseTo(50, within(1e-6));
        assertThat(phases.percent(StackClass.SERIALIZATION)).isCloseTo(12.5, within(1e-6));
    }

    @Test
    void shouldTakeGivingBackRawResultsForCopying() throws Exception {
        RoundPhases phases = RoundPhases.of(StrategySpec.parse("processes-hosted"), trace);

        assertThat(phases.percent(StackClass.COPYING)).isCloseTo(25, within(1e-6));
        assertThat(phases.percent(StackClass.SERIALIZATION)).isCloseTo(37.5, within(1e-6));
    }
}
