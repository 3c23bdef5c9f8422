package org.blaspool.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What worker JVMs are started with beyond what every one has.
 *
 * @param options further options of the JVM, such as {@code -Xmx4g} for an operation that needs heap
 * @param classPath in place of this process's class path; empty: that
 * @param environment variables beside those that are passed on
 */
public record WorkerJvm(List<String> options, List<String> classPath, Map<String, String> environment) {
    /** Nothing else. */
    public static final WorkerJvm DEFAULT = new WorkerJvm(List.of(), List.of(), Map.of());

    public WorkerJvm {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
    }

    /** The same with other options behind these. */
    public WorkerJvm with(List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more);
        return new WorkerJvm(all, classPath, environment);
    }
}
