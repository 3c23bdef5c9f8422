package org.blaspool.run;

/**
 * What kept a run from being faster, and the shares that this is read from.
 *
 * @param limit {@code cpu}, {@code disk read}, {@code disk write} or {@code memory}
 * @param cpu CPU time of all processes, as a share of what the CPUs could have given while products were computed
 * @param read share of that time in which files were read
 * @param compute share in which products were computed
 * @param verify share in which operands and results were checked
 * @param store share in which results were written and synced
 */
public record Bound(String limit, double cpu, double read, double compute, double verify, double store) {
    /** CPUs that are so busy have nothing to wait for, whichever stage it is that keeps them so. */
    private static final double BUSY = 0.85;

    /**
     * Judges the shares.
     *
     * @param windows how many were in memory at once; a single one cannot be read while another is computed
     */
    public static Bound of(double cpu, double read, double compute, double verify, double store, int windows) {
        return new Bound(limit(cpu, read, compute, store, windows), cpu, read, compute, verify, store);
    }

    private static String limit(double cpu, double read, double compute, double store, int windows) {
        if (cpu >= BUSY) {
            return "cpu";
        }
        if (windows == 1 && Math.max(read, store) > 1 - BUSY) {
            return "memory";
        }
        if (compute >= read && compute >= store) {
            return "cpu";
        }
        return read >= store ? "disk read" : "disk write";
    }

    /** In words: {@code bound by the CPU: CPUs busy 97 % of the time, reading 12 %, ...}. */
    public String text() {
        String by = switch (limit) {
            case "cpu" -> "the CPUs";
            case "memory" -> "memory: no room to read ahead";
            case "disk read" -> "reading files";
            default -> "writing files";
        };
        return "bound by " + by + "; CPUs busy " + percent(cpu) + " of the time, reading " + percent(read)
                + ", computing " + percent(compute) + ", verifying " + percent(verify) + ", storing " + percent(store);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
