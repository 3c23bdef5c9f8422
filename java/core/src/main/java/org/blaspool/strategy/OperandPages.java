package org.blaspool.strategy;

import org.blaspool.matrix.Batch;
import org.blaspool.memory.PageKind;
import org.blaspool.memory.Region;

/** The pages that a batch's matrices lie in. */
public final class OperandPages {
    private OperandPages() {}

    /** "small", "huge" or "mixed"; "none" before a batch is loaded. */
    public static String of(Batch batch) {
        if (batch == null) {
            return "none";
        }
        return batch.regions().stream()
                .map(Region::pages)
                .reduce(PageKind::and)
                .orElse(PageKind.SMALL)
                .toString();
    }
}
