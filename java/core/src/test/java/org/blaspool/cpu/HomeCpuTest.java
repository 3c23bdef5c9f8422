package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.jni.NativeAffinity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeCpuTest {
    private final CpuSet allowed = CpuSet.parse(NativeAffinity.get(0));
    private final int last = allowed.toArray()[allowed.size() - 1];

    @AfterEach
    void giveMaskBack() {
        NativeAffinity.set(0, allowed.toString());
    }

    @Test
    void shouldConfineTheThreadOnlyWhileItIsAtHome() {
        HomeCpu home = homeOf(last);
        for (int i = 0; i < 3; i++) {
            home.enter();
            assertThat(mask()).isEqualTo(CpuSet.of(last));
            home.leave();
            assertThat(mask()).isEqualTo(allowed);
        }
        home.leave();
        assertThat(mask()).isEqualTo(allowed);
    }

    @Test
    void shouldRememberTheWholeMaskWhenItEntersTwice() {
        HomeCpu home = homeOf(last);
        home.enter();
        home.enter();
        home.leave();
        assertThat(mask()).isEqualTo(allowed);
    }

    @Test
    void shouldGiveBackTheMaskThatTheThreadHadWhenItEntered() {
        HomeCpu home = homeOf(last);
        home.enter();
        home.leave();
        NativeAffinity.set(0, CpuSet.of(last).toString());
        home.enter();
        home.leave();
        assertThat(mask()).isEqualTo(CpuSet.of(last));
    }

    @Test
    void shouldKeepTheMaskWhereTheHomeIsNotInIt() {
        for (int cpu : new int[] {HomeCpu.NONE, CpuSet.MAX_CPUS - 1, CpuSet.MAX_CPUS}) {
            HomeCpu home = homeOf(cpu);
            home.enter();
            assertThat(mask()).as("home %d", cpu).isEqualTo(allowed);
            home.leave();
            assertThat(mask()).as("home %d", cpu).isEqualTo(allowed);
        }
    }

    @Test
    void shouldStayAwayWhileThereIsLittleToDo() {
        HomeCpu home = new HomeCpu(last);
        home.enter();
        assertThat(mask()).as("before any work").isEqualTo(allowed);
        home.worked(1_000_000);
        home.enter();
        assertThat(mask()).isEqualTo(CpuSet.of(last));
        home.leave();
        home.worked(10_000);
        home.enter();
        assertThat(mask()).as("after 10 us of work").isEqualTo(allowed);
    }

    private static HomeCpu homeOf(int cpu) {
        HomeCpu home = new HomeCpu(cpu);
        home.worked(1_000_000);
        return home;
    }

    private static CpuSet mask() {
        return CpuSet.parse(NativeAffinity.get(0));
    }
}
