package org.blaspool.sample;

/**
 * How products were run, as far as it decides what they take.
 *
 * @param strategy its name as on the command line
 * @param workers callers, threads or JVMs; 1 where one caller does all
 * @param blasThreads BLAS threads of each
 * @param codec for operands that are sent, else ""
 * @param chunkSize products that are assigned at once; 0 for the default, whose chunks shrink to single products
 */
public record Way(String strategy, int workers, int blasThreads, String codec, long chunkSize) {
    public Way {
        if (!(strategy + codec).matches("[a-z-]+") || workers < 1 || blasThreads < 1 || chunkSize < 0) {
            throw new IllegalArgumentException("no way to run products: strategy=" + strategy + " workers=" + workers
                    + " blas-threads=" + blasThreads + " codec=" + codec + " chunk-size=" + chunkSize);
        }
    }

    /** How many products the worker that has most computes, one after another. */
    public long turns(long products) {
        long chunk = Math.max(1, chunkSize);
        long full = products / chunk;
        long each = full / workers;
        return full % workers > 0 ? (each + 1) * chunk : each * chunk + products % chunk;
    }

    /** Reads what {@link #toString} wrote; null for anything else. */
    static Way parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            return parts.length == 5
                    ? new Way(
                            parts[0],
                            Integer.parseInt(parts[1]),
                            Integer.parseInt(parts[2]),
                            parts[3],
                            Long.parseLong(parts[4]))
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** In one word: {@code processes-serialized,2,1,raw,0}. */
    @Override
    public String toString() {
        return strategy + ',' + workers + ',' + blasThreads + ',' + codec + ',' + chunkSize;
    }
}
