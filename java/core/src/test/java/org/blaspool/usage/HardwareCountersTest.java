package org.blaspool.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeCounters;
import org.blaspool.pool.PoolOptions;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.ProcessPool;
import org.blaspool.usage.HardwareCounters.CountedEvents;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way that the hardware's counters go, with those that the kernel keeps itself on every machine. */
class HardwareCountersTest {
    private static final long BURN_NANOS = 20_000_000;

    @TempDir
    Path scratch;

    /** Skipped only where a container forbids the whole interface. */
    private static HardwareCounters taskClock() {
        try {
            return HardwareCounters.open(NativeCounters.TASK_CLOCK);
        } catch (ResourceUnavailableException e) {
            return Assumptions.abort(e.getMessage());
        }
    }

    @Test
    void shouldCountWhatWorkersDoWhileTheyLiveAndWhenTheyAreGone() {
        try (HardwareCounters counters = taskClock()) {
            long[] before = counters.read();
            long[] living;
            Usage workers;
            try (ProcessPool pool = ProcessPool.start(PoolOptions.of(2, Surroundings.of("bundled", scratch)))) {
                workers = pool.usage();
                living = counters.read();
            }
            long[] ended = counters.read();

            long workersNanos = workers.userNanos() + workers.systemNanos();
            assertThat(workersNanos).isPositive();
            long counted = HardwareCounters.between(before, living, 0).orElseThrow();
            assertThat(counted).isGreaterThan((long) (0.9 * workersNanos));
            assertThat(HardwareCounters.between(before, ended, 0).orElseThrow()).isGreaterThanOrEqualTo(counted);
        }
    }

    @Test
    void shouldCountThreadsThatComeLater() throws Exception {
        try (HardwareCounters counters = taskClock()) {
            long[] before = counters.read();
            Thread thread = new Thread(HardwareCountersTest::burn);
            thread.start();
            thread.join();

            assertThat(HardwareCounters.between(before, counters.read(), 0).orElseThrow())
                    .isGreaterThan(BURN_NANOS * 9 / 10);
        }
    }

    @Test
    void shouldGiveEachEventItsPlace() {
        int[] inTheirPlaces = {
            NativeCounters.TASK_CLOCK, NativeCounters.PAGE_FAULTS, NativeCounters.CYCLES, NativeCounters.TASK_CLOCK
        };
        Assumptions.assumeFalse(hasCycles(), "this machine counts cycles, a place cannot be left empty here");
        try (HardwareCounters counters = HardwareCounters.open(inTheirPlaces)) {
            long[] before = counters.read();
            burn();
            CountedEvents events = counters.since(before);

            assertThat(events.cycles().orElseThrow()).isGreaterThan(BURN_NANOS * 9 / 10);
            assertThat(events.instructions()).isPresent();
            assertThat(events.instructions().getAsLong()).isLessThan(BURN_NANOS / 10);
            assertThat(events.llcMisses()).isEmpty();
            assertThat(events.dtlbLoadMisses().orElseThrow()).isGreaterThan(BURN_NANOS * 9 / 10);
            assertThat(counters.names()).containsExactly("cycles", "instructions", "dTLB load misses");
        }
    }

    private static boolean hasCycles() {
        try (HardwareCounters counters = HardwareCounters.open()) {
            return counters.names().contains("cycles");
        } catch (ResourceUnavailableException e) {
            return false;
        }
    }

    private static void burn() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + BURN_NANOS;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldRefuseWhatIsNoCounter() {
        assertThatThrownBy(() -> HardwareCounters.open(17))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counter=17");
    }

    @Test
    void shouldTellTheClockAndTheInstructionsACycle() {
        CountedEvents events = new CountedEvents(
                OptionalLong.of(6_000_000_000L),
                OptionalLong.of(18_000_000_000L),
                OptionalLong.empty(),
                OptionalLong.of(7));

        assertThat(events.instructionsPerCycle().orElseThrow()).isCloseTo(3, within(1e-12));
        assertThat(events.gigahertz(2).orElseThrow()).isCloseTo(3, within(1e-12));
        assertThat(events.gigahertz(0)).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void shouldKnowNothingOfAMeanOfWhichOneHalfIsUnknown() {
        CountedEvents one =
                new CountedEvents(OptionalLong.of(10), OptionalLong.of(20), OptionalLong.of(4), OptionalLong.empty());
        CountedEvents other =
                new CountedEvents(OptionalLong.of(30), OptionalLong.of(22), OptionalLong.empty(), OptionalLong.empty());

        assertThat(one.mean(other))
                .isEqualTo(new CountedEvents(
                        OptionalLong.of(20), OptionalLong.of(21), OptionalLong.empty(), OptionalLong.empty()));
    }
}
