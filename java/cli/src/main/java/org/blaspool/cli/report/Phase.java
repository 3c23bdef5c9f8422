package org.blaspool.cli.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.blaspool.strategy.PhaseSeconds;

/** The phases of a round, in the order in which it passes them. */
public enum Phase {
    PREPARE("preparing matrices", PhaseSeconds::prepare),
    SERIALIZE("serializing", PhaseSeconds::serialize),
    SEND("sending", PhaseSeconds::send),
    DESERIALIZE("deserializing", PhaseSeconds::deserialize),
    QUEUE("waiting for work", PhaseSeconds::queue),
    COMPUTE("multiplying", PhaseSeconds::compute),
    RETURN("returning results", PhaseSeconds::giveBack),
    OTHER("what no phase measures", PhaseSeconds::other);

    private final String doing;
    private final ToDoubleFunction<PhaseSeconds> seconds;

    Phase(String doing, ToDoubleFunction<PhaseSeconds> seconds) {
        this.doing = doing;
        this.seconds = seconds;
    }

    /** All names, in that order. */
    public static String[] names() {
        return Arrays.stream(values()).map(Phase::toString).toArray(String[]::new);
    }

    /** What is done in it in the words of a reader who has not seen the program: {@code multiplying}. */
    String doing() {
        return doing;
    }

    double of(PhaseSeconds phases) {
        return seconds.applyAsDouble(phases);
    }

    /** Its name in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
