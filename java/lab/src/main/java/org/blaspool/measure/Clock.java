package org.blaspool.measure;

import java.util.Locale;

/** From where to where a round's seconds run. */
public enum Clock {
    /** Workers are up and operands are where the strategy wants them; set-up is measured apart. */
    WARM,
    /** From the first allocation to the last result; workers and pools start within it. */
    COLD;

    /** Its name in reports. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
