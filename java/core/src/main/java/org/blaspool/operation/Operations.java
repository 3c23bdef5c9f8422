package org.blaspool.operation;

import java.lang.reflect.InvocationTargetException;
import org.blaspool.error.InvalidInputException;

/** Makes operations from their class names. */
public final class Operations {
    private Operations() {}

    /**
     * A new instance of a class.
     *
     * @throws InvalidInputException where it is not there, is no operation or cannot be made
     */
    public static Operation create(String className) {
        try {
            // Not initialized before it is known to be an operation.
            Class<?> type = Class.forName(className, false, Operations.class.getClassLoader());
            if (!Operation.class.isAssignableFrom(type)) {
                throw new InvalidInputException("class is no operation: class=" + className + ", expected one that"
                        + " implements " + Operation.class.getName());
            }
            return (Operation) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new InvalidInputException(
                    "operation is not on the class path: class=" + className + ", expected on the workers' too", e);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new InvalidInputException(
                    "operation cannot be made: class=" + className
                            + ", expected a public class with a public constructor without arguments",
                    e);
        } catch (InvocationTargetException e) {
            throw new InvalidInputException(
                    "operation cannot be made: class=" + className + ": " + e.getCause(), e.getCause());
        }
    }
}
