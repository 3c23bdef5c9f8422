package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.Map;

/** What this process runs on and may use of it. */
public record Machine(CpuTopology topology, CpuAllotment cpus, MemoryAllotment memory) {
    /** System property: the directory below which {@code sys} and {@code proc} are read, to look at another machine. */
    public static final String ROOT_PROPERTY = "blaspool.root";

    /** This machine. */
    public static Machine read() {
        return read(Path.of(System.getProperty(ROOT_PROPERTY, "/")), System.getenv());
    }

    static Machine read(Path root, Map<String, String> environment) {
        CpuTopology topology = CpuTopology.read(root);
        return new Machine(
                topology, CpuAllotment.read(topology, root, environment), MemoryAllotment.read(root, environment));
    }
}
