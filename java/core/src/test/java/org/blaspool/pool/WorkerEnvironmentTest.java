package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerEnvironmentTest {
    @Test
    void shouldPassOnWhatABlasReadsAndNothingOfTheProgram() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "OPENBLAS_CORETYPE", "Haswell", "LC_CTYPE", "C.UTF-8", "HOME", "/", "DATABASE_PASSWORD", "secret"));
        environment.put("LIKWID_MODE", "perfctr");
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx1m");
        WorkerCommand.restrictEnvironment(environment, Map.of("SCALE", "2", "_JAVA_OPTIONS", "-Xmx1m"));
        assertThat(environment)
                .isEqualTo(Map.of("OPENBLAS_CORETYPE", "Haswell", "LC_CTYPE", "C.UTF-8", "HOME", "/", "SCALE", "2"));
    }
}
