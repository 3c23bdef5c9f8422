package org.blaspool.run;

import org.blaspool.file.ProductWindows;

/** Ends windows after a few seconds' work, at the rate so far, so that results come out and progress is seen. */
final class WindowPace {
    private static final double SECONDS = 4;
    /** Until the first window has told; a CPU without wide vector units does about as much. */
    private static final double FLOP_PER_CPU_SECOND = 1e10;
    /** Fewer products a CPU would leave CPUs idle at the end of each window. */
    static final int PRODUCTS_PER_CPU = 8;

    private final Tally tally;
    private final int cpus;

    WindowPace(Tally tally, int cpus) {
        this.tally = tally;
        this.cpus = cpus;
    }

    void set(ProductWindows windows) {
        double seconds = tally.seconds(RunStage.COMPUTE);
        double rate = seconds > 0 && tally.flop() > 0 ? tally.flop() / seconds : FLOP_PER_CPU_SECOND * cpus;
        windows.endWindowsAt(SECONDS * rate, PRODUCTS_PER_CPU * cpus);
    }
}
