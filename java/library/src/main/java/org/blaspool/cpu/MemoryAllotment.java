package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The memory that this process may still use, and why: the smallest of all limits. Immutable and thread-safe. */
public final class MemoryAllotment {
    /** What the number of bytes comes from. */
    public enum Limit {
        MACHINE,
        CGROUP,
        SLURM
    }

    private MemoryAllotment() {}

    /** This process's, now. */
    public static MemoryAllotment read() {
        return read(Path.of("/"), System.getenv());
    }

    /** The allotment that the files below {@code root} and the environment tell of. */
    public static MemoryAllotment read(Path root, Map<String, String> environment) {
        throw new UnsupportedOperationException();
    }

    /** Bytes that may still be allocated. */
    public long availableBytes() {
        throw new UnsupportedOperationException();
    }

    /** The machine's memory in bytes. */
    public long machineBytes() {
        throw new UnsupportedOperationException();
    }

    public Limit limitedBy() {
        throw new UnsupportedOperationException();
    }

    /** All limits in one line. */
    public String describe() {
        throw new UnsupportedOperationException();
    }

    /** Which limit won, and why, in one line. */
    public String reason() {
        throw new UnsupportedOperationException();
    }

    /** What was odd or could not be read, a line each. */
    public List<String> notes() {
        throw new UnsupportedOperationException();
    }
}
