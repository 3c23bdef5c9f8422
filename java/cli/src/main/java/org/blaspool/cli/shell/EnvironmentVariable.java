package org.blaspool.cli.shell;

import java.util.List;

/**
 * A variable of the environment that a command looks at.
 *
 * @param name of the variable, or several
 * @param meaning what it does
 */
public record EnvironmentVariable(String name, String meaning) {
    public static final List<EnvironmentVariable> ALL = List.of(
            new EnvironmentVariable(
                    "JAVA_HOME",
                    "The Java to run on; else the java on the PATH, else the newest in" + " /usr/lib/jvm."),
            new EnvironmentVariable("BLASPOOL_JAVA_OPTS", "Options for the JVM of the command, after its own."),
            new EnvironmentVariable(
                    "BLASPOOL_SCRATCH, SLURM_TMPDIR, TMPDIR",
                    "Where temporary files go: the first that is set, unless --scratch says it."),
            new EnvironmentVariable(
                    "XDG_CACHE_HOME",
                    "Below it, in blaspool/, unpacked libraries and what was measured of the machine are kept"
                            + " [~/.cache]."),
            new EnvironmentVariable(
                    "SLURM_JOB_ID, SLURM_CPUS_PER_TASK, SLURM_CPUS_ON_NODE, SLURM_MEM_PER_CPU, SLURM_MEM_PER_NODE",
                    "In a batch job: the CPUs and the memory that it was given. In a checkout nothing is built then"
                            + " unless --build comes before the command."),
            new EnvironmentVariable("NO_COLOR", "No colours."));
}
