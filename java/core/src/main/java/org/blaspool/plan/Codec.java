package org.blaspool.plan;

import java.util.Locale;
import org.blaspool.error.InvalidInputException;

/** How operands are turned into bytes for a socket. */
public enum Codec {
    /** Java serialization of arrays, as a user would write it: what pickle is to Python. */
    JAVA,
    /** A header and the operand's own bytes. */
    RAW;

    public static Codec of(String name) {
        for (Codec codec : values()) {
            if (codec.toString().equals(name)) {
                return codec;
            }
        }
        throw new InvalidInputException("unknown codec: codec=" + name + ", allowed java, raw");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
