package org.blaspool.worker;

/**
 * The array server's JVM: owns the operands and results of tasks and hands them to workers. Argument: the path of its
 * parent's socket.
 */
public final class ArrayServerMain {
    /** The slot by which a server introduces itself. */
    public static final int SLOT = -1;

    private ArrayServerMain() {}

    public static void main(String[] arguments) {
        WorkerMain.serve(arguments[0], SLOT);
    }
}
