package org.blaspool.cli.command;

import java.util.List;
import org.blaspool.file.Workload;
import org.blaspool.plan.BatchShape;

/** The shapes of products of files, for a planner. */
public final class FileBatchShape {
    private FileBatchShape() {}

    /**
     * The shapes that were found.
     *
     * @param share how much of the batch is meant, above 0 and at most 1; at least one product of each shape
     */
    public static BatchShape of(Workload work, double share) {
        List<BatchShape.Group> groups = work.shapes().entrySet().stream()
                .map(entry -> new BatchShape.Group(entry.getKey(), Math.max(1, (long) (share * entry.getValue()))))
                .toList();
        return new BatchShape(groups);
    }
}
