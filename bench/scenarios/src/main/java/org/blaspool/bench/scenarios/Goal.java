package org.blaspool.bench.scenarios;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a ratio or an amount has to be.
 *
 * @param limit the last value that reaches it; NaN: nothing has to be reached
 * @param atLeast whether larger is better
 * @param unit behind the number, as {@code x} for a ratio of times
 */
record Goal(double limit, boolean atLeast, String unit) {
    /** Only to be shown. */
    static final Goal NONE = new Goal(Double.NaN, false, "");

    static Goal ratioAtMost(double limit) {
        return new Goal(limit, false, " x");
    }

    static Goal atMost(double limit, String unit) {
        return new Goal(limit, false, " " + unit);
    }

    static Goal atLeast(double limit, String unit) {
        return new Goal(limit, true, " " + unit);
    }

    boolean isSet() {
        return !Double.isNaN(limit);
    }

    /** False for NaN. */
    boolean reachedBy(double value) {
        return atLeast ? value >= limit : value <= limit;
    }

    @JsonValue
    @Override
    public String toString() {
        return isSet() ? (atLeast ? ">= " : "<= ") + number(limit) + unit : "-";
    }

    /** Four significant digits, more where the whole part has more. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        int wholeDigits = Math.max(4, exact.precision() - exact.scale());
        return exact.round(new MathContext(wholeDigits)).stripTrailingZeros().toPlainString();
    }
}
