package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.cpu.CpuPlacement.Request;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuPlacementTest {
    @TempDir
    Path root;

    private static CpuPlacement place(FakeMachine machine, String policy, int workers, int threads) {
        return place(machine, policy, false, workers, threads);
    }

    private static CpuPlacement place(FakeMachine machine, String policy, boolean exclusive, int workers, int threads) {
        return CpuPlacement.of(
                machine.topology(),
                machine.allotment(),
                new Request(PinPolicy.parse(policy), exclusive, workers, threads));
    }

    private static List<String> lists(CpuPlacement placement) {
        return placement.workers().stream().map(CpuSet::toString).toList();
    }

    private FakeMachine twoSockets() {
        return FakeMachine.of(root, 2, 4, 2);
    }

    @Test
    void shouldFillANodeFirstWhenCompact() {
        assertThat(lists(place(twoSockets(), "compact", 3, 2))).containsExactly("0-1,8-9", "2-3,10-11", "4-5,12-13");
    }

    @Test
    void shouldGoRoundTheNodesWhenScattered() {
        assertThat(lists(place(twoSockets(), "scatter", 3, 2))).containsExactly("0-1,8-9", "4-5,12-13", "2-3,10-11");
    }

    @Test
    void shouldKeepAWorkerWithinANodeWhereItFits() {
        CpuPlacement placement = place(twoSockets(), "compact", 2, 3);
        assertThat(lists(placement)).containsExactly("0-2,8-10", "4-6,12-14");
        assertThat(placement.notes()).isEmpty();
    }

    @Test
    void shouldSayWhichWorkerSpansNodes() {
        CpuPlacement placement = place(twoSockets(), "compact", 1, 8);
        assertThat(lists(placement)).containsExactly("0-15");
        assertThat(placement.notes())
                .containsExactly("worker 0 spans NUMA nodes 0-1: no node has enough free cores for its CPUs 0-15");
    }

    @Test
    void shouldGiveEachOfSixtyFourWorkersOneCoreOfTheBigMachine() {
        CpuPlacement placement = place(FakeMachine.of(root, 2, 32, 2), "compact", 64, 1);
        assertThat(placement.workers()).hasSize(64).allMatch(cpus -> cpus.size() == 2);
        assertThat(placement.workers().stream().reduce(CpuSet.empty(), CpuSet::union))
                .hasToString("0-127");
        assertThat(lists(placement)).startsWith("0,64", "1,65").endsWith("63,127");
    }

    @Test
    void shouldPutWorkersOnSiblingsOnlyWhenCoresRunOut() {
        CpuPlacement placement = place(FakeMachine.of(root, 1, 2, 2), "compact", 4, 1);
        assertThat(lists(placement)).containsExactly("0", "2", "1", "3");
        assertThat(placement.notes()).containsExactly("workers share cores by SMT: 4 threads on 2 cores");
    }

    @Test
    void shouldSkipNodesWithoutCpus() {
        FakeMachine machine = twoSockets().node(0, "").node(2, "0-3,8-11").node(3, "");
        assertThat(lists(place(machine, "scatter", 2, 1))).containsExactly("4,12", "0,8");
    }

    @Test
    void shouldSplitAListAmongTheWorkers() {
        assertThat(lists(place(twoSockets(), "0-3", 2, 1))).containsExactly("0-1", "2-3");
        assertThat(lists(place(twoSockets(), "0-2", 2, 1))).containsExactly("0-1", "2");
        assertThat(lists(place(twoSockets(), "0,8,1,9", 2, 1))).containsExactly("0,8", "1,9");
        assertThat(lists(place(twoSockets(), "0,8", 2, 1))).containsExactly("0", "8");
        assertThat(lists(place(twoSockets(), "2-5", 2, 2))).containsExactly("2-3", "4-5");
    }

    @Test
    void shouldRefuseCpusThatAreNotAllotted() {
        FakeMachine machine = twoSockets().affinity("0-3");
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> place(machine, "2-5", 1, 1))
                .withMessage("CPUs of the list are not allotted: pin=2-5 outside=4-5, allowed are 0-3; choose among"
                        + " these with --pin");
    }

    @Test
    void shouldRefuseAListThatIsLongerThanTheQuota() {
        FakeMachine machine = FakeMachine.of(root, 1, 4, 1).variable("SLURM_CPUS_PER_TASK", "1");
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> place(machine, "0-1", 1, 1))
                .withMessageContainingAll("pin=0-1 cpus=2", "allowed are 1 of 0-3", "SLURM_CPUS_PER_TASK=1", "--pin");
    }

    @ParameterizedTest
    @CsvSource({"compact,17,1", "scatter,3,6", "0-3,5,1", "compact,2147483647,2147483647"})
    void shouldRefuseToPinMoreThreadsThanCpus(String policy, int workers, int threads) {
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> place(twoSockets(), policy, workers, threads))
                .withMessageStartingWith("more CPUs are to be pinned than there are: pin=" + policy + " workers="
                        + workers + " blas-threads=" + threads + " need ")
                .withMessageEndingWith("lower --workers or --blas-threads, or take --pin none");
    }

    @Test
    void shouldNotPinByItselfOnAnUnconfinedMachine() {
        CpuPlacement placement = place(twoSockets(), "auto", 2, 1);
        assertThat(placement.pinned()).isFalse();
        assertThat(placement.workers()).isEmpty();
    }

    @Test
    void shouldPinByItselfWithinANarrowMaskOrOnAnExclusiveMachine() {
        assertThat(lists(place(twoSockets(), "auto", true, 2, 1))).containsExactly("0,8", "1,9");
        assertThat(lists(place(twoSockets().affinity("4-7"), "auto", 2, 2))).containsExactly("4-5", "6-7");
    }

    @Test
    void shouldNotPinByItselfWhenOversubscribed() {
        CpuPlacement placement = place(twoSockets().affinity("4-7"), "auto", 4, 4);
        assertThat(placement.pinned()).isFalse();
        assertThat(placement.notes())
                .containsExactly("not pinned: workers=4 blas-threads=4 are 16 threads for 4 allotted CPUs");
    }

    @Test
    void shouldNeverPinWhenToldNotTo() {
        assertThat(place(twoSockets().affinity("4-7"), "none", true, 400, 1).pinned())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "-1,1"})
    void shouldRefuseToPlaceNothing(int workers, int threads) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Request(PinPolicy.AUTO, false, workers, threads))
                .withMessageContaining("workers=" + workers + " blas-threads=" + threads);
    }

    @Test
    void shouldLetWorkersOnEveryCoreWakeOnCoresOfTheirOwn() {
        assertThat(place(twoSockets(), "auto", 8, 1).homes()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(place(twoSockets(), "auto", 10, 1).homes()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(place(FakeMachine.of(root, 2, 32, 2), "auto", 128, 1).homes())
                .hasSize(128)
                .doesNotHaveDuplicates()
                .startsWith(0, 1, 2)
                .endsWith(126, 127);
    }

    @ParameterizedTest
    @CsvSource({"none,8,1", "compact,8,1", "scatter,8,1", "0-7,8,1", "auto,7,1", "auto,17,1", "auto,8,2", "auto,1,1"})
    void shouldGiveNoHomesToOthers(String policy, int workers, int threads) {
        assertThat(place(twoSockets(), policy, workers, threads).homes()).isEmpty();
    }

    @Test
    void shouldGiveNoHomeOnTheOnlyCpuNorUnderAQuota() {
        assertThat(place(twoSockets().affinity("3"), "auto", 1, 1).homes()).isEmpty();
        assertThat(place(twoSockets().affinity("0-15").variable("SLURM_CPUS_PER_TASK", "8"), "auto", 8, 1)
                        .homes())
                .isEmpty();
    }
}
