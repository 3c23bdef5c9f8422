package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLimitsTest {
    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void process(String name, String uid, int threads) throws IOException {
        write(
                "proc/" + name + "/status",
                "Name:\tx\nUid:\t" + uid + "\t0\t0\t0\nThreads:\t" + threads + "\nCapEff:\t0000000000000000\n");
    }

    private void userLimit(String limit) throws IOException {
        write(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max processes             " + limit + "                  200                  processes\n");
        process("self", "12345", 4);
        process("7", "12345", 4);
        process("8", "12345", 56);
        process("9", "0", 1000);
    }

    private void group(String directory, int most, int now) throws IOException {
        write("sys/fs/cgroup/" + directory + "/pids.max", most + "\n");
        write("sys/fs/cgroup/" + directory + "/pids.current", now + "\n");
    }

    private void mount(String point, String type, String options) throws IOException {
        write("proc/self/mountinfo", "30 24 0:26 / " + point + " rw,nosuid - " + type + " cgroup " + options + "\n");
    }

    @Test
    void shouldCountTheThreadsOfTheUserAgainstHisLimit() throws IOException {
        userLimit("100");
        assertThat(ProcessLimits.read(root)).isEqualTo(new ProcessLimits(40, "ulimit -u=100 (now 60)"));
    }

    @Test
    void shouldTakeTheSmallestRoomOfAllGroupsAboveThisProcess() throws IOException {
        mount("/sys/fs/cgroup", "cgroup2", "rw");
        write("proc/self/cgroup", "0::/job/7\n");
        write("sys/fs/cgroup/job/7/pids.max", "max\n");
        group("job", 20, 19);
        assertThat(ProcessLimits.read(root)).isEqualTo(new ProcessLimits(1, "pids.max=20 (now 19)"));
    }

    @Test
    void shouldFindTheGroupOfVersionOne() throws IOException {
        mount("/sys/fs/cgroup/pids", "cgroup", "rw,pids");
        write("proc/self/cgroup", "3:pids:/job\n2:cpu:/other\n");
        group("pids/job", 20, 22);
        assertThat(ProcessLimits.read(root)).isEqualTo(new ProcessLimits(0, "pids.max=20 (now 22)"));
    }

    @Test
    void shouldKnowWhatTheKernelHasRoomFor() throws IOException {
        write("proc/loadavg", "2.43 4.22 5.99 5/152 12138\n");
        write("proc/sys/kernel/pid_max", "1000\n");
        write("proc/sys/kernel/threads-max", "4000\n");
        assertThat(ProcessLimits.read(root))
                .isEqualTo(new ProcessLimits(848, "kernel.pid_max=1000 (now 152) kernel.threads-max=4000 (now 152)"));
    }

    @Test
    void shouldKnowWhomNoUserLimitHolds() throws IOException {
        userLimit("100");
        process("self", "0", 4);
        assertThat(ProcessLimits.read(root).room()).isEqualTo(Long.MAX_VALUE);
        userLimit("unlimited");
        assertThat(ProcessLimits.read(root).room()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldKnowOfTooLittleAddressSpaceBeforeABlasEndsTheProcess() throws IOException {
        write("proc/self/limits", "Max address space         4096000000           unlimited            bytes\n");
        write("proc/self/status", "VmSize:\t 3500000 kB\n");
        ProcessLimits.requireAddressSpace(512_000_000, root);
        assertThatThrownBy(() -> ProcessLimits.requireAddressSpace(512_001_024, root))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("ulimit -v=4000000 KiB (now 3500000 KiB), expected room for 500001 KiB");
        write("proc/self/limits", "Max address space         unlimited            unlimited            bytes\n");
        ProcessLimits.requireAddressSpace(1L << 60, root);
    }

    @Test
    void shouldRefuseWithTheLimitAndWhatIsNeeded() throws IOException {
        userLimit("100");
        ProcessLimits limits = ProcessLimits.read(root);
        limits.require(40, "2 JVMs");
        assertThatThrownBy(() -> limits.require(41, "2 JVMs"))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("no room for 2 JVMs: ulimit -u=100 (now 60), expected room for 41; raise");
    }
}
