package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/** The order of a round's batches: those of each row spread over the round, each turn of all in an order drawn anew. */
final class Turns {
    private Turns() {}

    /**
     * A row as often as it has batches.
     *
     * @param batches of each row, at least 1
     */
    static <R> List<R> of(List<R> rows, ToIntFunction<R> batches, Random random) {
        int most = rows.stream().mapToInt(batches).max().orElse(0);
        List<R> turns = new ArrayList<>();
        for (int turn = 0; turn < most; turn++) {
            int now = turn;
            List<R> taking = new ArrayList<>(rows.stream()
                    .filter(row ->
                            until(now + 1, batches.applyAsInt(row), most) > until(now, batches.applyAsInt(row), most))
                    .toList());
            Collections.shuffle(taking, random);
            turns.addAll(taking);
        }
        return turns;
    }

    /** How many of a row's batches belong to the first so many turns of all. */
    private static int until(int turns, int batches, int most) {
        return turns * batches / most;
    }
}
