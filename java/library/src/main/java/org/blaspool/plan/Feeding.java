package org.blaspool.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way in which operands reach a worker and results come back, where that costs something for each product. */
public enum Feeding {
    SERIALIZED_RAW(StrategyKind.PROCESSES_SERIALIZED, Codec.RAW),
    SERIALIZED_JAVA(StrategyKind.PROCESSES_SERIALIZED, Codec.JAVA),
    HOSTED(StrategyKind.PROCESSES_HOSTED, Codec.RAW),
    FILES(StrategyKind.INDEPENDENT, Codec.RAW);

    private final StrategyKind kind;
    private final Codec codec;

    Feeding(StrategyKind kind, Codec codec) {
        this.kind = kind;
        this.codec = codec;
    }

    /** The strategy that feeds its workers so, with all else left open. */
    public StrategySpec spec() {
        StrategySpec spec = StrategySpec.of(kind);
        return kind == StrategyKind.PROCESSES_SERIALIZED ? spec.withCodec(codec) : spec;
    }

    /** How a strategy feeds its workers; empty where they work on operands in place. */
    static Optional<Feeding> of(StrategyKind kind, Codec codec) {
        return Arrays.stream(values())
                .filter(feeding ->
                        feeding.kind == kind && (feeding.codec == codec || kind != StrategyKind.PROCESSES_SERIALIZED))
                .findFirst();
    }

    /** As it is written in files. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
