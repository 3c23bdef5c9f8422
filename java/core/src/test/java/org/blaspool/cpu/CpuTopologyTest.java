package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.cpu.CpuTopology.Cache;
import org.blaspool.cpu.CpuTopology.NumaNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTopologyTest {
    @TempDir
    Path root;

    @Test
    void shouldCountCoresAndNotSiblingsOnTwoSockets() {
        CpuTopology topology = FakeMachine.of(root, 2, 32, 2).topology();
        assertThat(topology.online().size()).isEqualTo(128);
        assertThat(topology.packages()).isEqualTo(2);
        assertThat(topology.cores()).hasSize(64);
        assertThat(topology.cores().get(33).cpus()).hasToString("33,97");
        assertThat(topology.nodes())
                .containsExactly(
                        new NumaNode(0, CpuSet.parse("0-31,64-95")), new NumaNode(1, CpuSet.parse("32-63,96-127")));
        assertThat(topology.physicalCores(topology.online())).hasToString("0-63");
        assertThat(topology.physicalCores(CpuSet.parse("1,65,70"))).hasToString("1,70");
        assertThat(topology.coresByNode(CpuSet.parse("0,64,40")))
                .isEqualTo(java.util.Map.of(0, List.of(CpuSet.of(0, 64)), 1, List.of(CpuSet.of(40))));
        assertThat(topology.notes()).isEmpty();
    }

    @Test
    void shouldLeaveOfflineSiblingsOut() {
        CpuTopology topology = FakeMachine.of(root, 1, 4, 2).online("0,2-3,5-7").topology();
        assertThat(topology.cores()).extracting(core -> core.cpus().toString()).containsExactly("0", "2,6", "3,7", "5");
        assertThat(topology.physicalCores(topology.online())).hasToString("0,2-3,5");
    }

    @Test
    void shouldReadSparseCpuNumbers() {
        CpuTopology topology = new FakeMachine(root)
                .online("0,8,4095")
                .cpu(0, 0, 0, "0")
                .cpu(8, 0, 1, "8")
                .cpu(4095, 1, 0, "4095")
                .node(0, "0-15")
                .node(7, "4095")
                .topology();
        assertThat(topology.cores()).hasSize(3);
        assertThat(topology.coresByNode(topology.online())).containsOnlyKeys(0, 7);
    }

    @Test
    void shouldKeepNodesWithoutCpus() {
        CpuTopology topology = FakeMachine.of(root, 2, 2, 1).node(2, "").topology();
        assertThat(topology.nodes()).hasSize(3).last().isEqualTo(new NumaNode(2, CpuSet.empty()));
        assertThat(topology.coresByNode(topology.online())).containsOnlyKeys(0, 1);
    }

    @Test
    void shouldTakeEachCpuAsACoreWhereSysIsHidden() {
        CpuTopology topology = new FakeMachine(root)
                .file(
                        "/proc/cpuinfo",
                        "processor\t: 0\nmodel name\t: Fast One\n\nprocessor\t: 3\nmodel name\t: Fast One")
                .topology();
        assertThat(topology.online()).hasToString("0,3");
        assertThat(topology.cores()).hasSize(2);
        assertThat(topology.nodes()).containsExactly(new NumaNode(0, CpuSet.of(0, 3)));
        assertThat(topology.model()).isEqualTo("Fast One");
        assertThat(topology.caches()).isEmpty();
        assertThat(topology.notes())
                .containsExactly(
                        "/sys/devices/system/cpu/online cannot be read: the online CPUs are those of /proc/cpuinfo",
                        "/sys/devices/system/node cannot be read: the machine is taken as one NUMA node",
                        "the SMT siblings of CPUs 0,3 cannot be read below /sys/devices/system/cpu: each of them is"
                                + " taken as a core");
    }

    @Test
    void shouldSayThatItAskedTheJvmWhereNothingIsThere() {
        CpuTopology topology = CpuTopology.read(root);
        assertThat(topology.online().size()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(topology.notes()).first().asString().contains("the JVM's count");
        assertThat(topology.model()).isEqualTo("unknown");
    }

    @Test
    void shouldIgnoreAListThatIsNotReadableAndSaySo() {
        CpuTopology topology =
                FakeMachine.of(root, 1, 2, 1).cpu(1, 0, 1, "what?").topology();
        assertThat(topology.cores()).hasSize(2);
        assertThat(topology.notes()).anyMatch(note -> note.contains("cpu1/topology/thread_siblings_list is ignored"));
    }

    @Test
    void shouldAssignCpusOutsideAllNodesToTheFirst() {
        CpuTopology topology = FakeMachine.of(root, 1, 4, 1).node(0, "0-1").topology();
        assertThat(topology.coresByNode(topology.online()).get(0)).hasSize(4);
        assertThat(topology.notes()).containsExactly("CPUs 2-3 are in no NUMA node: taken as node 0");
    }

    @Test
    void shouldReadTheCachesOfTheFirstCpu() {
        String index = "/sys/devices/system/cpu/cpu0/cache/index";
        FakeMachine machine = FakeMachine.of(root, 1, 2, 2);
        machine.file(index + "3/level", "3").file(index + "3/size", "32M").file(index + "3/type", "Unified");
        machine.file(index + "3/shared_cpu_list", "0-3");
        machine.file(index + "0/level", "1").file(index + "0/size", "48K").file(index + "0/type", "Data");
        machine.file(index + "0/shared_cpu_list", "0,2");
        assertThat(machine.topology().caches())
                .containsExactly(
                        new Cache(1, "Data", 48 << 10, CpuSet.of(0, 2)),
                        new Cache(3, "Unified", 32 << 20, CpuSet.range(0, 3)));
    }

    @Test
    void shouldNameAnArmCpuByItsNumbers() {
        FakeMachine machine = FakeMachine.of(root, 1, 1, 1)
                .file("/proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd4f");
        assertThat(machine.topology().model()).isEqualTo("implementer 0x41 part 0xd4f");
    }

    @Test
    void shouldReadThisMachine() {
        CpuTopology topology = CpuTopology.read();
        assertThat(topology.online().size())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(topology.cores().stream()
                        .mapToInt(core -> core.cpus().size())
                        .sum())
                .isEqualTo(topology.online().size());
    }
}
