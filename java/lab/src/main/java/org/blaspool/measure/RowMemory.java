package org.blaspool.measure;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.blaspool.usage.ProcessTree;

/**
 * The memory that one row takes while other rows' workers may be up as well: the proportional set size of this process
 * and of the row's own processes, and of the operands' shared memory also the part that the kernel puts down to other
 * rows' workers, which map it too. What JVMs share of their libraries' files (some 20 MiB each) is divided among all
 * that are up.
 *
 * <p>For a row that keeps its operands in a server or in files, the comparison's own copy of them is not counted:
 * it serves the verification.
 */
final class RowMemory implements LongSupplier {
    private final ComparisonRow row;
    private final List<ComparisonRow> rows;
    private final long operandBytes;

    RowMemory(ComparisonRow row, List<ComparisonRow> rows, long operandBytes) {
        this.row = row;
        this.rows = rows;
        this.operandBytes = operandBytes;
    }

    @Override
    public long getAsLong() {
        long bytes = ProportionalMemory.of(ProcessTree.own()).bytes();
        for (long pid : ownProcesses()) {
            bytes += ProportionalMemory.of(pid).bytes();
        }
        for (ComparisonRow other : rows) {
            if (other != row && other.mapsOperands()) {
                for (long pid : other.processes()) {
                    bytes += ProportionalMemory.of(pid).sharedBytes();
                }
            }
        }
        return row.keepsOperandsElsewhere() ? Math.max(0, bytes - operandBytes) : bytes;
    }

    /** All processes that no other row has: a worker that was restarted since is among them. */
    private Set<Long> ownProcesses() {
        if (!row.spec().kind().usesProcesses()) {
            return Set.of();
        }
        Set<Long> own = ProcessTree.descendants();
        for (ComparisonRow other : rows) {
            if (other != row) {
                own.removeAll(other.processes());
            }
        }
        return own;
    }
}
