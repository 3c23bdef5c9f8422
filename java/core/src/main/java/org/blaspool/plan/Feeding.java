package org.blaspool.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a strategy gets at operands and results, which is what it costs beside computing: in place, or by copies. */
public enum Feeding {
    CALLER(StrategyKind.SEQUENTIAL, Codec.RAW),
    BLAS_THREADS(StrategyKind.BLAS_THREADS, Codec.RAW),
    THREADS(StrategyKind.THREADS, Codec.RAW),
    SHARED(StrategyKind.PROCESSES_SHARED, Codec.RAW),
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

    /** The strategy that works so, with all else left open. */
    public StrategySpec spec() {
        StrategySpec spec = StrategySpec.of(kind);
        return kind == StrategyKind.PROCESSES_SERIALIZED ? spec.withCodec(codec) : spec;
    }

    /** Whether operands and results stay where they are. */
    public boolean inPlace() {
        return kind.worksInPlace();
    }

    /** How a strategy works; empty where it is not predicted. */
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
