package org.blaspool.cpu;

import java.util.Locale;
import org.blaspool.error.InvalidInputException;

/**
 * The option {@code --pin auto|none|compact|scatter|LIST}.
 *
 * @param list the CPUs of a {@link Kind#LIST}, else empty
 */
public record PinPolicy(Kind kind, CpuSet list) {
    /** How CPUs are chosen. */
    public enum Kind {
        /** Compact where the CPUs are this process's own, else none. */
        AUTO,
        NONE,
        /** Neighbouring cores, one NUMA node after the other. */
        COMPACT,
        /** Round robin over the NUMA nodes. */
        SCATTER,
        /** The CPUs of a list, split among the workers. */
        LIST
    }

    public static final PinPolicy AUTO = new PinPolicy(Kind.AUTO, CpuSet.empty());
    public static final PinPolicy NONE = new PinPolicy(Kind.NONE, CpuSet.empty());
    public static final PinPolicy COMPACT = new PinPolicy(Kind.COMPACT, CpuSet.empty());
    public static final PinPolicy SCATTER = new PinPolicy(Kind.SCATTER, CpuSet.empty());

    public static PinPolicy list(CpuSet cpus) {
        if (cpus.isEmpty()) {
            throw new InvalidInputException("cpu list is empty: pin=\"\", expected for example 0-3,8 after --pin");
        }
        return new PinPolicy(Kind.LIST, cpus);
    }

    /**
     * Reads the option's value.
     *
     * @throws InvalidInputException where it is none of the names and no list
     */
    public static PinPolicy parse(String text) {
        return switch (text) {
            case "auto" -> AUTO;
            case "none" -> NONE;
            case "compact" -> COMPACT;
            case "scatter" -> SCATTER;
            default -> parseList(text);
        };
    }

    private static PinPolicy parseList(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw new InvalidInputException("pin policy is not known: pin=\"" + text
                    + "\", expected auto, none, compact, scatter or a CPU list such as 0-3,8 after --pin");
        }
        return list(CpuSet.parse(text));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind == Kind.LIST ? list.toString() : kind.name().toLowerCase(Locale.ROOT);
    }
}
