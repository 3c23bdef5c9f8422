package org.blaspool.strategy;

import java.util.List;
import org.blaspool.usage.Computed;

/**
 * What a strategy really got, read back from whoever does the work.
 *
 * @param workers threads or worker JVMs that work
 * @param blasThreads BLAS threads of each; 0 where its BLAS cannot tell
 * @param cpus affinity mask of each, in list form
 * @param pages "small", "huge" or "mixed": the pages of the operands' memory
 * @param kernels by what products were computed since it was started; null where nobody counted
 */
public record Effective(
        int workers, List<Integer> blasThreads, List<String> cpus, String pages, Computed.Shares kernels) {
    public Effective {
        blasThreads = List.copyOf(blasThreads);
        cpus = List.copyOf(cpus);
    }
}
