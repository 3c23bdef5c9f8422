package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLimitsTest {
    @TempDir
    private Path root;

    private String limits(String cgroup, String group) throws IOException {
        Path process = Files.createDirectories(root.resolve("proc"));
        Files.writeString(
                process.resolve("limits"),
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max processes             100                  200                  processes\n");
        Files.writeString(process.resolve("cgroup"), cgroup);
        Path directory = Files.createDirectories(root.resolve("cgroup").resolve(group));
        Files.writeString(directory.resolve("pids.max"), "20\n");
        Files.writeString(directory.resolve("pids.current"), "19\n");
        return ProcessLimits.describe(process, root.resolve("cgroup"));
    }

    @Test
    void shouldNameTheLimitsOfTheUserAndOfTheControlGroup() throws IOException {
        assertThat(limits("0::/job/7\n", "job/7")).isEqualTo("ulimit -u=100 pids.max=20 (now 19)");
    }

    @Test
    void shouldFindTheGroupOfVersionOne() throws IOException {
        assertThat(limits("3:pids:/job\n2:cpu:/other\n", "pids/job")).isEqualTo("ulimit -u=100 pids.max=20 (now 19)");
    }

    @Test
    void shouldSayWhatIsNotKnown() {
        assertThat(ProcessLimits.describe(root, root)).isEqualTo("ulimit -u=?");
    }
}
