package org.blaspool.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on standard error, there only where that is a terminal and the work outlasts a moment. Thread-safe.
 * It draws twice a second, on a thread of its own, so that it costs a measurement nothing.
 */
public final class Progress implements AutoCloseable {
    private static final long APPEARS_AFTER_MILLIS = 1500;
    private static final int DRAWS_EVERY_MILLIS = 500;
    private static final int COLUMNS = 79;

    private final PrintStream err;
    private final String task;
    private final Timer timer;
    private long steps;
    private long done;
    private String what = "";
    private ProgressBar bar;

    private Progress(PrintStream err, String task, long steps, boolean shown) {
        this.err = err;
        this.task = task;
        this.steps = steps;
        this.timer = shown ? new Timer("progress", true) : null;
    }

    /**
     * A bar of {@code steps} steps; none where it would be seen by nobody.
     *
     * @param quiet whether the user wants none
     */
    public static Progress start(Console console, boolean quiet, String task, long steps) {
        Progress progress = new Progress(console.err(), task, steps, console.errIsTerminal() && !quiet);
        if (progress.timer != null) {
            progress.timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            progress.appear();
                        }
                    },
                    APPEARS_AFTER_MILLIS);
        }
        return progress;
    }

    private synchronized void appear() {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(DRAWS_EVERY_MILLIS)
                .startsFrom(done, Duration.ZERO)
                .setConsumer(new DelegatingProgressBarConsumer(line -> err.print("\r" + line), COLUMNS))
                .build();
        bar.setExtraMessage(what);
    }

    /** Says what is going on. */
    public synchronized void doing(String text) {
        what = text;
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    /** How much is done, of how much. */
    public synchronized void reached(long stepsDone, long ofSteps) {
        done = stepsDone;
        steps = ofSteps;
        if (bar != null) {
            bar.maxHint(ofSteps);
            bar.stepTo(stepsDone);
        }
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.cancel();
        }
        if (bar != null) {
            bar.close();
            bar = null;
            err.print("\r" + " ".repeat(COLUMNS) + "\r");
            err.flush();
        }
    }
}
