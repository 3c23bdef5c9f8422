package org.blaspool.usage;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

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
