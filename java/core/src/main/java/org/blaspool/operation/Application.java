package org.blaspool.operation;

import java.util.List;
import java.util.stream.Stream;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * One call of an operation.
 *
 * @param operands any number
 * @param result where it goes; column-major
 */
public record Application(List<StoredMatrix> operands, StoredMatrix result) {
    public Application {
        operands = List.copyOf(operands);
    }

    /** The regions that the matrices of calls lie in, each once. */
    public static List<Region> regions(List<Application> calls) {
        return calls.stream()
                .flatMap(call -> Stream.concat(call.operands().stream(), Stream.of(call.result())))
                .map(StoredMatrix::region)
                .distinct()
                .toList();
    }
}
