package org.blaspool.pool;

import java.util.List;
import java.util.Map;

/**
 * The environment of worker JVMs: what finds files, libraries and a BLAS's settings, and what a caller adds. Nothing else
 * of whatever program this library lives in: its options for Java, meant for another collector, a port or an agent of one
 * process, would break its workers; and a large environment would leave no room for their command lines.
 */
public final class WorkerEnvironment {
    /** What every JVM reads, whoever starts it. */
    private static final List<String> JAVA_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final List<String> NAMES = List.of(
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LANGUAGE",
            "LD_LIBRARY_PATH",
            "LD_PRELOAD",
            "LOGNAME",
            "PATH",
            "TMPDIR",
            "TZ",
            "USER",
            "XDG_CACHE_HOME");

    /** Of the locale, of BLAS and OpenMP libraries, of batch systems, of the C library and of sanitizers. */
    private static final List<String> PREFIXES = List.of(
            "LC_",
            "BLASPOOL_",
            "OPENBLAS_",
            "GOTO_",
            "OMP_",
            "GOMP_",
            "KMP_",
            "MKL_",
            "BLIS_",
            "FLEXIBLAS",
            "SLURM_",
            "MALLOC_",
            "GLIBC_",
            "ASAN_",
            "LSAN_",
            "UBSAN_");

    private WorkerEnvironment() {}

    /** Leaves in an environment what a worker is given, and adds what its caller wants; options for Java never. */
    static void restrict(Map<String, String> environment, Map<String, String> added) {
        environment.keySet().removeIf(name -> !isPassedOn(name));
        environment.putAll(added);
        withoutJavaOptions(environment);
    }

    /** Removes what every JVM would read, from the environment of one that is started with options of its own. */
    public static void withoutJavaOptions(Map<String, String> environment) {
        environment.keySet().removeAll(JAVA_OPTIONS);
    }

    private static boolean isPassedOn(String name) {
        return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }
}
