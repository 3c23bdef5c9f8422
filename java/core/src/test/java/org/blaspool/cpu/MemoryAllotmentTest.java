package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.blaspool.cpu.MemoryAllotment.Limit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryAllotmentTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void giveItSixteenGibibytes() {
        machine = new FakeMachine(root).memory(16 << 20, 12 << 20);
    }

    @Test
    void shouldTakeWhatTheMachineHasAvailable() {
        MemoryAllotment memory = machine.version1("memory", "/", "/sys/fs/cgroup/memory", "/job")
                .file("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(12 * GIB);
        assertThat(memory.machineBytes()).isEqualTo(16 * GIB);
        assertThat(memory.limitedBy()).isEqualTo(Limit.MACHINE);
        assertThat(memory.describe()).isEqualTo("12.0 GiB: machine 12.0 GiB free of 16.0 GiB; cgroup none; slurm none");
    }

    @Test
    void shouldTakeTheAncestorThatHasLeastLeft() {
        MemoryAllotment memory = machine.version2("/", "/sys/fs/cgroup", "/user/job")
                .file("/sys/fs/cgroup/user/memory.max", "" + 8 * GIB)
                .file("/sys/fs/cgroup/user/memory.current", "" + 7 * GIB)
                .file("/sys/fs/cgroup/user/memory.stat", "anon 5\ninactive_file " + GIB + "\nactive_file 7")
                .file("/sys/fs/cgroup/user/job/memory.max", "" + 4 * GIB)
                .file("/sys/fs/cgroup/user/job/memory.current", "" + GIB)
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(2 * GIB);
        assertThat(memory.limitedBy()).isEqualTo(Limit.CGROUP);
        assertThat(memory.reason())
                .isEqualTo("2.0 GiB, as the smallest limit is what the cgroup leaves of 8.0 GiB in"
                        + " /sys/fs/cgroup/user/memory.max");
    }

    @Test
    void shouldTakeMemoryHighAsALimit() {
        MemoryAllotment memory = machine.version2("/", "/sys/fs/cgroup", "/job")
                .file("/sys/fs/cgroup/job/memory.max", "max")
                .file("/sys/fs/cgroup/job/memory.high", "" + 3 * GIB)
                .file("/sys/fs/cgroup/job/memory.current", "" + 4 * GIB)
                .memoryAllotment();
        assertThat(memory.availableBytes()).isZero();
    }

    @Test
    void shouldReadVersion1() {
        MemoryAllotment memory = machine.version1("memory", "/", "/sys/fs/cgroup/memory", "/job")
                .file("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "" + 2 * GIB)
                .file("/sys/fs/cgroup/memory/job/memory.usage_in_bytes", "" + GIB)
                .file("/sys/fs/cgroup/memory/job/memory.stat", "inactive_file 9\ntotal_inactive_file 0")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(GIB);
    }

    @Test
    void shouldReadSlurmsMegabytesANode() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_NODE", "1024").memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(GIB);
        assertThat(memory.limitedBy()).isEqualTo(Limit.SLURM);
        assertThat(memory.describe()).endsWith("slurm 1.0 GiB (SLURM_MEM_PER_NODE)");
    }

    @Test
    void shouldMultiplySlurmsMemoryOfACpu() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_CPU", "512")
                .variable("SLURM_CPUS_ON_NODE", "4")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(2 * GIB);
        assertThat(memory.reason()).contains("SLURM_MEM_PER_CPU x SLURM_CPUS_ON_NODE");
    }

    @Test
    void shouldSayWhatItTakesSlurmsMemoryOfACpuForWithoutTheirNumber() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_CPU", "512").memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(GIB / 2);
        assertThat(memory.notes()).singleElement().asString().contains("the memory of one CPU");
    }

    @Test
    void shouldMultiplySlurmsMemoryOfAGpu() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_GPU", "1024")
                .variable("SLURM_GPUS_ON_NODE", "3")
                .variable("SLURM_CPUS_ON_NODE", "8")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(3 * GIB);
        assertThat(memory.describe()).endsWith("slurm 3.0 GiB (SLURM_MEM_PER_GPU x SLURM_GPUS_ON_NODE)");
    }

    @Test
    void shouldCountTheGpusThatSlurmLists() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_GPU", "1024")
                .variable("SLURM_JOB_GPUS", "1,3")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(2 * GIB);
        assertThat(memory.reason()).contains("SLURM_MEM_PER_GPU x SLURM_JOB_GPUS");
    }

    @Test
    void shouldSayWhatItTakesSlurmsMemoryOfAGpuForWithoutTheirNumber() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_GPU", "1024")
                .variable("SLURM_JOB_GPUS", "gpu:a100")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(GIB);
        assertThat(memory.notes()).singleElement().asString().contains("the memory of one GPU");
    }

    @Test
    void shouldTakeZeroAsAllOfTheNode() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_NODE", "0").memoryAllotment();
        assertThat(memory.limitedBy()).isEqualTo(Limit.MACHINE);
    }

    @Test
    void shouldNotOverflowOnHugeGrants() {
        MemoryAllotment memory = machine.variable("SLURM_MEM_PER_CPU", "2147483647")
                .variable("SLURM_CPUS_ON_NODE", "2147483647")
                .memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(12 * GIB);
    }

    @Test
    void shouldSayWhereNothingIsKnown(@TempDir Path empty) {
        MemoryAllotment memory = new FakeMachine(empty).memoryAllotment();
        assertThat(memory.availableBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.notes()).singleElement().asString().contains("memory is not known");
    }

    @Test
    void shouldReadThisMachine() {
        MemoryAllotment memory = MemoryAllotment.read();
        assertThat(memory.availableBytes()).isPositive().isLessThanOrEqualTo(memory.machineBytes());
    }
}
