package org.blaspool;

/**
 * What became of one product or one call of an operation.
 *
 * @param index its place in the batch or stream, from 0
 * @param product what was computed; null for a call of an operation
 * @param result where the result lies; its accessor throws the failure where there is none
 * @param failure what went wrong; null where there is a result
 */
public record Outcome(long index, Product product, Matrix result, ProductFailedException failure)
        implements AutoCloseable {
    /**
     * Where the result lies: the product's own C where it has one, else memory of the pool that this outcome holds until it
     * is closed or unreachable.
     *
     * @throws ProductFailedException where there is none
     */
    @Override
    public Matrix result() {
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    /** Gives the result's memory back where it is the pool's; a C of the caller's own stays. */
    @Override
    public void close() {
        if (result != null && (product == null || product.c() == null)) {
            result.close();
        }
    }
}
