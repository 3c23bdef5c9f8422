package org.blaspool.operation;

import java.util.List;
import org.blaspool.Shape;
import org.blaspool.matrix.StoredMatrix;

/**
 * A function of one or two matrices, run by a pool of threads or of worker JVMs. To a worker it travels as the name of
 * its class, never as an object: it is a public class with a public constructor without arguments, on the workers'
 * class path. One instance serves one worker; in a thread pool each thread has its own.
 */
public interface Operation {
    /** How many operands a call may have at most. */
    int MAX_OPERANDS = 2;

    /** Shape of the result for operands of these shapes; asked in the parent before anything runs, to reserve memory. */
    Shape resultShape(List<Shape> operands);

    /**
     * Computes one result. The operands are read-only by agreement and, like the result, valid during the call only.
     *
     * @param operands one or two matrices, of any layout
     * @param result column-major; what it holds before is undefined, every element must be written
     * @throws Exception anything; it reaches the caller with this worker's stack trace
     */
    void apply(List<StoredMatrix> operands, StoredMatrix result) throws Exception;
}
