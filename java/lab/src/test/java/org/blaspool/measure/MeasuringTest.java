package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.blaspool.measure.MemorySampler.ProportionalMemory;
import org.blaspool.memory.Region;
import org.blaspool.usage.NoiseMonitor;
import org.blaspool.usage.NoiseRecord;
import org.blaspool.usage.ProcessTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory and noise, of this very process where the kernel is what is to be read. */
class MeasuringTest {
    @Test
    void shouldCountMemoryThatWasTouchedAndItsSharedPart() {
        long before = ProportionalMemory.of(ProcessTree.own()).sharedBytes();
        try (Region region = Region.createShared(64 << 20, 1)) {
            touch(region);
            ProportionalMemory with = ProportionalMemory.of(ProcessTree.own());

            assertThat(with.sharedBytes() - before).isBetween(63L << 20, 66L << 20);
            assertThat(with.bytes()).isGreaterThan(with.sharedBytes());
        }
    }

    @Test
    void shouldCountNothingOfAProcessThatHasEnded(@TempDir Path proc) {
        assertThat(ProportionalMemory.of(proc, 4711)).isEqualTo(ProportionalMemory.NONE);
    }

    @Test
    void shouldReadKernelsThatDoNotTellSharedMemory(@TempDir Path proc) throws IOException {
        Path process = Files.createDirectory(proc.resolve("7"));
        Files.writeString(
                process.resolve("smaps_rollup"), "00-ff ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss:      3 kB\n");

        assertThat(ProportionalMemory.of(proc, 7)).isEqualTo(new ProportionalMemory(3072, 0));
    }

    @Test
    @Timeout(300)
    void shouldKeepTheHighestSampleAndTakeOneEachPeriod() throws InterruptedException {
        AtomicLong level = new AtomicLong(5);
        long start = System.nanoTime();
        try (MemorySampler sampler = new MemorySampler(level::get)) {
            level.set(100);
            while (sampler.samples() < 6) {
                Thread.sleep(5);
            }
            int samples = sampler.samples();
            assertThat(samples)
                    .isLessThanOrEqualTo(1 + (int) ((System.nanoTime() - start) / MemorySampler.PERIOD_NANOS));
            level.set(7);

            assertThat(sampler.stop()).isEqualTo(100);
        }
    }

    @Test
    void shouldTakeALastSampleWhenARoundIsShorterThanAPeriod() {
        AtomicLong level = new AtomicLong(5);
        try (MemorySampler sampler = new MemorySampler(level::get)) {
            level.set(6);
            assertThat(sampler.stop()).isEqualTo(6);
        }
    }

    @Test
    void shouldReadAgainWhatIsHigherThanEverBefore() {
        PrimitiveIterator.OfLong readings = LongStream.of(5, 5, 100, 60, 40).iterator();
        try (MemorySampler sampler = new MemorySampler(() -> readings.hasNext() ? readings.nextLong() : 40)) {
            assertThat(sampler.stop()).isEqualTo(60);
        }
    }

    @Test
    void shouldTellAnotherProcessFromItsOwnWork() throws InterruptedException, IOException {
        NoiseMonitor monitor = NoiseMonitor.start();
        Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (ProcessTree.usageOfDescendants().userNanos() < 300_000_000 && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        NoiseRecord noise = monitor.stop();
        child.destroyForcibly().waitFor();

        assertThat(noise.cpus()).isPositive();
        assertThat(noise.elapsedSeconds()).isBetween(0.3, 31.0);
        assertThat(noise.otherCpuSeconds())
                .as("the child's CPU time is ours and cannot be others'")
                .isLessThan(noise.elapsedSeconds() * noise.cpus() - 0.2);
    }

    private static void touch(Region region) {
        for (long at = 0; at < region.bytes(); at += 4096) {
            region.putLong(at, 1);
        }
    }
}
