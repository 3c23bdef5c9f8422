package org.blaspool.bench.scenarios;

import java.util.List;

/**
 * One row of what has to be reached.
 *
 * @param name as it is asked for
 * @param title what is held against what
 * @param inQuick whether a quick run has it
 * @param measurement what it takes
 */
record Row(String name, String title, boolean inQuick, Measurement measurement) {
    /** How a row is measured. */
    @FunctionalInterface
    interface Measurement {
        /**
         * Measures it.
         *
         * @throws MissingReferenceException where there is nothing to hold it against
         */
        List<Figure> measure(Bench bench);
    }

    static Row of(String name, String title, Measurement measurement) {
        return new Row(name, title, true, measurement);
    }

    /** A row that is too long for a quick run at any size that says something. */
    static Row ofFullRun(String name, String title, Measurement measurement) {
        return new Row(name, title, false, measurement);
    }
}
