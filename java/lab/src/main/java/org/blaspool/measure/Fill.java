package org.blaspool.measure;

import java.util.Locale;
import org.blaspool.error.InvalidInputException;

/** What operands are filled with. */
public enum Fill {
    /** Uniform in [-1, 1), by the seed. */
    RANDOM,
    /** Ones, as in the tutorial's programs. */
    ONES;

    public static Fill of(String name) {
        for (Fill fill : values()) {
            if (fill.toString().equals(name)) {
                return fill;
            }
        }
        throw new InvalidInputException("unknown fill: fill=" + name + ", allowed random, ones (--fill)");
    }

    /** Its name on the command line and in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
