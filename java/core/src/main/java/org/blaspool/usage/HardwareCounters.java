package org.blaspool.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeCounters;

/**
 * Hardware counters of this process and of every process that it starts while they are open: worker JVMs, an array
 * server, Spark's executors and what those start. The kernel hands them down, so that workers know nothing of it and a
 * worker that was killed is not missing. For one thread.
 */
public final class HardwareCounters implements AutoCloseable {
    private static final int[] KINDS = {
        NativeCounters.CYCLES, NativeCounters.INSTRUCTIONS, NativeCounters.LLC_MISSES, NativeCounters.DTLB_LOAD_MISSES
    };
    private static final List<String> NAMES = List.of("cycles", "instructions", "LLC misses", "dTLB load misses");

    private final int kinds;
    private long counters;

    private HardwareCounters(int... kinds) {
        this.kinds = kinds.length;
        counters = NativeCounters.open(kinds);
    }

    /**
     * Begins to count. To be called before the processes are started that are to be counted.
     *
     * @throws ResourceUnavailableException where the machine has none or does not allow it, with the reason
     */
    public static HardwareCounters open() {
        return new HardwareCounters(KINDS);
    }

    /** Others than the usual ones: the kernel's own are there on every machine. */
    static HardwareCounters open(int... kinds) {
        return new HardwareCounters(kinds);
    }

    /** What has been counted so far, for {@link #since}. */
    public long[] read() {
        long[] counts = new long[kinds * NativeCounters.COUNT_LENGTH];
        NativeCounters.read(counters, counts);
        return counts;
    }

    /** What was counted since that reading, of the usual four. */
    public CountedEvents since(long[] earlier) {
        long[] now = read();
        return new CountedEvents(
                between(earlier, now, 0), between(earlier, now, 1), between(earlier, now, 2), between(earlier, now, 3));
    }

    static OptionalLong between(long[] from, long[] to, int index) {
        long count = NativeCounters.between(from, to, index);
        return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** The names of those of the usual four that this machine has. */
    public List<String> names() {
        long[] counts = read();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            // One that is there has been enabled since this thread went on.
            if (counts[i * NativeCounters.COUNT_LENGTH + 1] > 0) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }

    @Override
    public void close() {
        NativeCounters.close(counters);
        counters = 0;
    }

    /**
     * What the hardware counted, in user mode alone; empty what this machine does not count.
     *
     * @param cycles of the cores' own clock, while they ran
     * @param instructions that were completed
     * @param llcMisses accesses that missed the last-level cache
     * @param dtlbLoadMisses loads whose page the TLB did not have
     */
    public record CountedEvents(
            OptionalLong cycles, OptionalLong instructions, OptionalLong llcMisses, OptionalLong dtlbLoadMisses) {
        /** Instructions a cycle. */
        public OptionalDouble instructionsPerCycle() {
            return cycles.isPresent() && instructions.isPresent() && cycles.getAsLong() > 0
                    ? OptionalDouble.of((double) instructions.getAsLong() / cycles.getAsLong())
                    : OptionalDouble.empty();
        }

        /** The cores' clock as it was while they worked, in GHz: cycles by the seconds of CPU time in user mode. */
        public OptionalDouble gigahertz(double userSeconds) {
            return cycles.isPresent() && userSeconds > 0
                    ? OptionalDouble.of(cycles.getAsLong() / userSeconds / 1e9)
                    : OptionalDouble.empty();
        }

        /** The mean of two rounds; empty what one of them has not. */
        public CountedEvents mean(CountedEvents other) {
            return new CountedEvents(
                    mean(other, CountedEvents::cycles),
                    mean(other, CountedEvents::instructions),
                    mean(other, CountedEvents::llcMisses),
                    mean(other, CountedEvents::dtlbLoadMisses));
        }

        private OptionalLong mean(CountedEvents other, Function<CountedEvents, OptionalLong> part) {
            OptionalLong one = part.apply(this);
            OptionalLong two = part.apply(other);
            return one.isPresent() && two.isPresent()
                    ? OptionalLong.of((one.getAsLong() + two.getAsLong()) / 2)
                    : OptionalLong.empty();
        }
    }
}
