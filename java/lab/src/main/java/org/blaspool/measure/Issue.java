package org.blaspool.measure;

import java.util.Locale;
import org.blaspool.usage.NoiseRecord;

/** What may make a comparison's figures worth less than they look; each kind knows its words and its advice. */
public sealed interface Issue {
    /** Stable name, as reports and scripts know it. */
    String kind();

    /** What was seen, with its numbers. */
    String text();

    /** What to do about it. */
    String advice();

    /** More threads than CPUs. */
    record Oversubscribed(String spec, int threads, int cpus) implements Issue {
        @Override
        public String kind() {
            return "oversubscribed";
        }

        @Override
        public String text() {
            return format("%s runs %d threads on %d allotted CPUs", spec, threads, cpus);
        }

        @Override
        public String advice() {
            return "let workers x BLAS threads be at most the CPUs (--workers, --blas-threads)";
        }
    }

    /** The first timed round took longer than all others. */
    record FirstRunSlow(String spec, double firstSeconds, double medianSeconds) implements Issue {
        @Override
        public String kind() {
            return "first-run-slow";
        }

        @Override
        public String text() {
            return format("the first round of %s took %.4g s, the median %.4g s", spec, firstSeconds, medianSeconds);
        }

        @Override
        public String advice() {
            return "something was still warming up: take more rounds (--rounds)";
        }
    }

    /** Rounds far from the median. */
    record Outliers(String spec, int count, double worstSeconds, double medianSeconds) implements Issue {
        @Override
        public String kind() {
            return "outliers";
        }

        @Override
        public String text() {
            return format(
                    "%d %s of %s %s far from the median of %.4g s, the furthest %.4g s",
                    count,
                    count == 1 ? "round" : "rounds",
                    spec,
                    count == 1 ? "is" : "are",
                    medianSeconds,
                    worstSeconds);
        }

        @Override
        public String advice() {
            return "end other work on the machine, or take more rounds (--rounds)";
        }
    }

    /** Workers share CPUs and their rounds spread. */
    record Unpinned(String spec, double spreadPercent) implements Issue {
        @Override
        public String kind() {
            return "unpinned";
        }

        @Override
        public String text() {
            return format("workers of %s share CPUs and its rounds spread by %.1f %%", spec, spreadPercent);
        }

        @Override
        public String advice() {
            return "give each worker CPUs of its own (--pin compact) where the machine is yours";
        }
    }

    /** A result was wrong, or a strategy failed before it gave one. */
    record Unverified(String spec, String reason) implements Issue {
        @Override
        public String kind() {
            return "unverified";
        }

        @Override
        public String text() {
            return format("results of %s are not verified: %s", spec, reason);
        }

        @Override
        public String advice() {
            return "do not use this strategy's figures; --verbose shows the stack trace";
        }
    }

    /** Others used the machine meanwhile. */
    record NoisyMachine(NoiseRecord noise) implements Issue {
        @Override
        public String kind() {
            return "noisy-machine";
        }

        @Override
        public String text() {
            return format(
                    "during the rounds other processes used %.1f %% of the CPUs, the hypervisor took %.1f %%, load average"
                            + " was %.2f before",
                    100 * noise.otherShare(), 100 * noise.stealShare(), noise.loadBefore());
        }

        @Override
        public String advice() {
            return "end other work on the machine, or look at the intervals rather than the medians";
        }
    }

    /** The machine's own speed changed, or a round was faster than it can be. */
    record PeakDrift(double gflopsBefore, double gflopsAfter, int roundsTainted) implements Issue {
        @Override
        public String kind() {
            return "peak-drift";
        }

        @Override
        public String text() {
            return format(
                    "the FMA peak was %.1f GFLOP/s before and %.1f after; %d rounds were above 103 %% of it",
                    gflopsBefore, gflopsAfter, roundsTainted);
        }

        @Override
        public String advice() {
            return "the CPU's clock changes or others use it: compare rounds of one run only, not runs";
        }
    }

    /** The first touch of memory was much slower than the second. */
    record ColdMemory(double firstGbPerSecond, double laterGbPerSecond) implements Issue {
        @Override
        public String kind() {
            return "cold-memory";
        }

        @Override
        public String text() {
            return format(
                    "memory was prepared at %.2f GB/s the first time and at %.2f the second: its host had not backed it",
                    firstGbPerSecond, laterGbPerSecond);
        }

        @Override
        public String advice() {
            return "nothing to do here, it was touched once before the clock; a program's own first run will feel it";
        }
    }

    /** Much memory in 4 KiB pages. */
    record SmallPages(String pages, long bytes) implements Issue {
        @Override
        public String kind() {
            return "small-pages";
        }

        @Override
        public String text() {
            return format("%d MiB of operands and results lie in %s pages", bytes >> 20, pages);
        }

        @Override
        public String advice() {
            return "allow huge pages: /sys/kernel/mm/transparent_hugepage/enabled=madvise, Linux 6.1+ for shared memory";
        }
    }

    /** Not enough rounds for an interval. */
    record TooFewRounds(int rounds) implements Issue {
        @Override
        public String kind() {
            return "too-few-rounds";
        }

        @Override
        public String text() {
            return format(
                    "%d %s: no interval, no verdict", rounds, rounds == 1 ? "round is too few" : "rounds are too few");
        }

        @Override
        public String advice() {
            return format("take at least %d (--rounds)", Statistics.FEWEST_ROUNDS);
        }
    }

    /** Rounds so short that reading the clock and waking threads count. */
    record ClockResolution(String spec, double medianSeconds) implements Issue {
        @Override
        public String kind() {
            return "clock-resolution";
        }

        @Override
        public String text() {
            return format("a round of %s takes only %.3g ms", spec, 1e3 * medianSeconds);
        }

        @Override
        public String advice() {
            return "take more pairs, so that a round lasts 10 ms or more (--pairs)";
        }
    }

    /** A strategy of a suite that this BLAS cannot run. */
    record LeftOut(String spec, String reason) implements Issue {
        @Override
        public String kind() {
            return "left-out";
        }

        @Override
        public String text() {
            return format("%s is left out: %s", spec, reason);
        }

        @Override
        public String advice() {
            return "another BLAS has it (--blas)";
        }
    }

    /** Time was over before every verdict was settled. */
    record NotSettled(int rows, double budgetSeconds) implements Issue {
        @Override
        public String kind() {
            return "too-few-rounds";
        }

        @Override
        public String text() {
            return format("%d %s not settled within %.0f s", rows, rows == 1 ? "row is" : "rows are", budgetSeconds);
        }

        @Override
        public String advice() {
            return "allow more time (--budget), or take fewer --pairs, so that there are more rounds in it";
        }
    }

    /** Others used much of the machine all the time. */
    record Busy(double share) implements Issue {
        @Override
        public String kind() {
            return "busy";
        }

        @Override
        public String text() {
            return format(
                    "others had %.0f %% of the CPUs in the median round: all figures are of this machine as busy as it"
                            + " is now",
                    100 * share);
        }

        @Override
        public String advice() {
            return "compare again once it is quiet; what is fastest beside others need not be so then";
        }
    }

    /** The fastest was given more of the CPUs, and did more work for the same products. */
    record FavouredSleepers(String fastest, double share, String other, double otherShare) implements Issue {
        @Override
        public String kind() {
            return "favoured-sleepers";
        }

        @Override
        public String text() {
            return format(
                    "%s was given %.0f %% of the CPUs and %s %.0f %%, although that one takes less CPU time: the kernel"
                            + " prefers threads that sleep between products to those that never do",
                    fastest, 100 * share, other, 100 * otherShare);
        }

        @Override
        public String advice() {
            return "on a quiet machine it would have no such lead";
        }
    }

    /** Something else was used than what is normal or was asked. */
    record Fallback(String what) implements Issue {
        @Override
        public String kind() {
            return "fallback";
        }

        @Override
        public String text() {
            return what;
        }

        @Override
        public String advice() {
            return "info shows what was found and why";
        }
    }

    /** A strategy's own words: a worker that died and was replaced, what was not pinned and why. */
    record Noted(String note) implements Issue {
        @Override
        public String kind() {
            return "note";
        }

        @Override
        public String text() {
            return note;
        }

        @Override
        public String advice() {
            return "info shows the machine as the strategies see it";
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
