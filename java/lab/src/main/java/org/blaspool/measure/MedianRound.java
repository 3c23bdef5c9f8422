package org.blaspool.measure;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.usage.Usage;

/**
 * The round that stands for all, or the batch that stands for its round: the middle one, or the mean of the middle two,
 * so that its phases add up to the median.
 */
final class MedianRound {
    private MedianRound() {}

    static Round of(List<Round> rounds) {
        List<Round> sorted =
                rounds.stream().sorted(Comparator.comparingLong(Round::nanos)).toList();
        Round upper = sorted.get(sorted.size() / 2);
        return sorted.size() % 2 == 1 ? upper : mean(sorted.get(sorted.size() / 2 - 1), upper);
    }

    private static Round mean(Round one, Round other) {
        return new Round(
                (one.nanos() + other.nanos()) / 2,
                mean(one.phases(), other.phases()),
                mean(one.usage(), other.usage()),
                (one.bytesMoved() + other.bytesMoved()) / 2,
                one.counted().flatMap(events -> other.counted().map(events::mean)));
    }

    private static PhaseSeconds mean(PhaseSeconds one, PhaseSeconds other) {
        return new PhaseSeconds(
                (one.prepare() + other.prepare()) / 2,
                (one.serialize() + other.serialize()) / 2,
                (one.send() + other.send()) / 2,
                (one.deserialize() + other.deserialize()) / 2,
                (one.queue() + other.queue()) / 2,
                (one.compute() + other.compute()) / 2,
                (one.giveBack() + other.giveBack()) / 2,
                (one.other() + other.other()) / 2);
    }

    private static Usage mean(Usage one, Usage other) {
        return new Usage(
                mean(one, other, Usage::userNanos),
                mean(one, other, Usage::systemNanos),
                mean(one, other, Usage::pageFaults),
                mean(one, other, Usage::contextSwitches),
                mean(one, other, Usage::involuntarySwitches));
    }

    private static long mean(Usage one, Usage other, ToLongFunction<Usage> part) {
        return (part.applyAsLong(one) + part.applyAsLong(other)) / 2;
    }
}
