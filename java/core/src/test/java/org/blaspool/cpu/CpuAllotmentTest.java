package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.blaspool.cpu.CpuAllotment.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuAllotmentTest {
    @TempDir
    Path root;

    @Test
    void shouldAllotAllCoresOfAFreeMachine() {
        CpuAllotment allotment = FakeMachine.of(root, 2, 32, 2).allotment();
        assertThat(allotment.cpus()).isEqualTo(128);
        assertThat(allotment.physicalCores()).isEqualTo(64);
        assertThat(allotment.limitedBy()).isEqualTo(Limit.MACHINE);
        assertThat(allotment.ownsNarrowMask()).isFalse();
        assertThat(allotment.describe()).isEqualTo("128 CPUs: affinity 0-127; cgroup none; slurm none");
        assertThat(allotment.reason()).isEqualTo("all 128 CPUs that are online: no limit is smaller");
        assertThat(allotment.notes()).isEmpty();
    }

    @Test
    void shouldFindNoLimitInAHybridOfEmptyUnifiedAndVersion1() {
        FakeMachine machine = FakeMachine.of(root, 1, 2, 1)
                .version1("cpu", "/", "/sys/fs/cgroup/cpu", "/")
                .version1("cpuset", "/", "/sys/fs/cgroup/cpuset", "/")
                .version1("memory", "/", "/sys/fs/cgroup/memory", "/process_api/66")
                .version2("/", "/sys/fs/cgroup/unified", "/")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000")
                .file("/sys/fs/cgroup/cpuset/cpuset.cpus", "0-1")
                .file("/sys/fs/cgroup/unified/cgroup.controllers", "");
        CpuAllotment allotment = machine.allotment();
        assertThat(allotment.describe()).isEqualTo("2 CPUs: affinity 0-1; cgroup none; slurm none");
        assertThat(allotment.physicalCores()).isEqualTo(2);
        assertThat(allotment.notes()).isEmpty();
    }

    @Test
    void shouldTakeTheVersion1QuotaOfAHybrid() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 4, 1)
                .version1("cpu,cpuacct", "/", "/sys/fs/cgroup/cpu,cpuacct", "/batch/job")
                .version2("/", "/sys/fs/cgroup/unified", "/batch")
                .file("/sys/fs/cgroup/cpu,cpuacct/batch/job/cpu.cfs_quota_us", "150000")
                .file("/sys/fs/cgroup/cpu,cpuacct/batch/job/cpu.cfs_period_us", "100000")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(2);
        assertThat(allotment.allowed()).hasToString("0-3");
        assertThat(allotment.describe()).isEqualTo("2 CPUs: affinity 0-3; cgroup quota 1.5; slurm none");
        assertThat(allotment.limitedBy()).isEqualTo(Limit.CGROUP_QUOTA);
    }

    @Test
    void shouldTakeTheSmallestQuotaOfAllAncestors() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 2, 1)
                .version2("/", "/sys/fs/cgroup", "/outer/inner/leaf")
                .file("/sys/fs/cgroup/outer/cpu.max", "50000 100000")
                .file("/sys/fs/cgroup/outer/inner/cpu.max", "200000 100000")
                .file("/sys/fs/cgroup/outer/inner/leaf/cpu.max", "max 100000")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(1);
        assertThat(allotment.physicalCores()).isEqualTo(1);
        assertThat(allotment.describe()).isEqualTo("1 CPU: affinity 0-1; cgroup quota 0.5; slurm none");
        assertThat(allotment.reason())
                .isEqualTo("1 CPU, as the smallest limit is the cgroup quota of 0.5 CPUs in"
                        + " /sys/fs/cgroup/outer/cpu.max, rounded up");
        assertThat(allotment.ownsNarrowMask()).isFalse();
    }

    @Test
    void shouldSeeAQuotaOnTheRootOfItsNamespace() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 8, 1)
                .version2("/", "/sys/fs/cgroup", "/")
                .file("/sys/fs/cgroup/cpu.max", "300000 100000")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(3);
    }

    @Test
    void shouldFindItsGroupWhereAContainerMountsOnlyThat() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 8, 1)
                .version1("cpu", "/docker/abc", "/sys/fs/cgroup/cpu", "/docker/abc")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000")
                .file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(2);
        assertThat(allotment.notes()).isEmpty();
    }

    @Test
    void shouldSayThatItSeesOnlyTheMountPointOfAForeignGroup() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 8, 1)
                .version2("/", "/sys/fs/cgroup", "/../../other")
                .file("/sys/fs/cgroup/cpu.max", "400000 100000")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(4);
        assertThat(allotment.notes()).singleElement().asString().contains("outside of this cgroup namespace");
    }

    @Test
    void shouldNarrowTheMaskToTheCpuset() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 8, 2)
                .version2("/", "/sys/fs/cgroup", "/job/step")
                .file("/sys/fs/cgroup/job/cpuset.cpus.effective", "0-3,8-11")
                .allotment();
        assertThat(allotment.allowed()).hasToString("0-3,8-11");
        assertThat(allotment.physicalCores()).isEqualTo(4);
        assertThat(allotment.limitedBy()).isEqualTo(Limit.CGROUP_CPUSET);
        assertThat(allotment.describe()).isEqualTo("8 CPUs: affinity 0-15; cgroup cpuset 0-3,8-11; slurm none");
        assertThat(allotment.ownsNarrowMask()).isTrue();
    }

    @Test
    void shouldTakeTheMaskWhereTheCpusetContradictsIt() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 4, 1)
                .affinity("0-1")
                .version1("cpuset", "/", "/sys/fs/cgroup/cpuset", "/job")
                .file("/sys/fs/cgroup/cpuset/job/cpuset.cpus", "2-3")
                .allotment();
        assertThat(allotment.allowed()).hasToString("0-1");
        assertThat(allotment.notes()).singleElement().asString().contains("no CPU in common");
    }

    @Test
    void shouldFollowTaskset() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 2, 1).affinity("1").allotment();
        assertThat(allotment.allowed()).hasToString("1");
        assertThat(allotment.physicalCores()).isEqualTo(1);
        assertThat(allotment.ownsNarrowMask()).isTrue();
        assertThat(allotment.limitedBy()).isEqualTo(Limit.AFFINITY);
        assertThat(allotment.describe()).isEqualTo("1 CPU: affinity 1; cgroup none; slurm none");
        assertThat(allotment.reason()).isEqualTo("1 CPU, as the smallest limit is the affinity mask 1 of 2 CPUs");
    }

    @Test
    void shouldCountOneCoreWhereTheMaskHasItsTwoThreads() {
        CpuAllotment allotment = FakeMachine.of(root, 2, 32, 2).affinity("5,69").allotment();
        assertThat(allotment.cpus()).isEqualTo(2);
        assertThat(allotment.physicalCores()).isEqualTo(1);
    }

    @Test
    void shouldTakeNoOfflineCpuFromTheMask() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 2, 1).affinity("0-127").allotment();
        assertThat(allotment.allowed()).hasToString("0-1");
        assertThat(allotment.ownsNarrowMask()).isFalse();
    }

    @Test
    void shouldKeepToSlurmsGrantWhereTheMaskIsWider() {
        CpuAllotment allotment = FakeMachine.of(root, 2, 32, 2)
                .variable("SLURM_CPUS_PER_TASK", "1")
                .variable("SLURM_CPUS_ON_NODE", "4")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(1);
        assertThat(allotment.physicalCores()).isEqualTo(1);
        assertThat(allotment.limitedBy()).isEqualTo(Limit.SLURM);
        assertThat(allotment.describe()).isEqualTo("1 CPU: affinity 0-127; cgroup none; slurm 1 (SLURM_CPUS_PER_TASK)");
        assertThat(allotment.reason()).isEqualTo("1 CPU, as the smallest limit is SLURM_CPUS_PER_TASK=1");
    }

    @Test
    void shouldNotOwnAMaskThatItSharesWithOtherTasks() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 8, 1)
                .affinity("0-3")
                .variable("SLURM_CPUS_PER_TASK", "2")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(2);
        assertThat(allotment.ownsNarrowMask()).isFalse();
    }

    @Test
    void shouldIgnoreAVariableThatIsNoNumberAndSaySo() {
        CpuAllotment allotment = FakeMachine.of(root, 1, 2, 1)
                .variable("SLURM_CPUS_ON_NODE", "two")
                .allotment();
        assertThat(allotment.cpus()).isEqualTo(2);
        assertThat(allotment.notes()).containsExactly("variable is ignored, it is no number: SLURM_CPUS_ON_NODE=two");
    }

    @Test
    void shouldSayThatTheMaskIsNotKnown() {
        CpuAllotment allotment = new FakeMachine(root).online("0-3").allotment();
        assertThat(allotment.cpus()).isEqualTo(4);
        assertThat(allotment.notes()).singleElement().asString().contains("affinity mask cannot be read");
    }

    @Test
    void shouldReadThisProcess() {
        CpuAllotment allotment = CpuAllotment.read(CpuTopology.read());
        assertThat(allotment.cpus()).isBetween(1, allotment.allowed().size());
        assertThat(allotment.physicalCores()).isBetween(1, allotment.cpus());
    }
}
