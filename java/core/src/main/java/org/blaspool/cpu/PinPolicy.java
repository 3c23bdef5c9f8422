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
        LIST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final PinPolicy AUTO = new PinPolicy(Kind.AUTO, CpuSet.empty());

    /**
     * Reads the option's value.
     *
     * @throws InvalidInputException where it is none of the names and no list
     */
    public static PinPolicy parse(String text) {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.LIST && kind.toString().equals(text)) {
                return new PinPolicy(kind, CpuSet.empty());
            }
        }
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw new InvalidInputException("pin policy is not known: pin=\"" + text
                    + "\", expected auto, none, compact, scatter or a CPU list such as 0-3,8 after --pin");
        }
        return new PinPolicy(Kind.LIST, CpuSet.parse(text));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind == Kind.LIST ? list.toString() : kind.toString();
    }
}
