package org.blaspool.measure;

import java.util.Locale;

/** How a strategy compares with the best one. */
public enum Verdict {
    BEST,
    NO_DIFFERENCE,
    SLOWER,
    TOO_FEW_ROUNDS,
    /** It gave no rounds to compare, or a wrong product. */
    FAILED;

    /** Its words in reports, {@code no difference}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
