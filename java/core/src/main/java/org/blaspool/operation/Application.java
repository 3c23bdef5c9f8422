package org.blaspool.operation;

import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * One call of an operation.
 *
 * @param operands one or two
 * @param result where it goes; column-major
 */
public record Application(List<StoredMatrix> operands, StoredMatrix result) {
    public Application {
        operands = List.copyOf(operands);
        if (operands.isEmpty() || operands.size() > Operation.MAX_OPERANDS) {
            throw new InvalidInputException("number of operands is not supported: operands=" + operands.size()
                    + ", allowed 1 to " + Operation.MAX_OPERANDS);
        }
    }
}
