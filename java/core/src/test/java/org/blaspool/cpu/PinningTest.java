package org.blaspool.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeAffinity;
import org.junit.jupiter.api.Test;

class PinningTest {
    private final CpuSet allowed = CpuSet.parse(NativeAffinity.get(0));

    @Test
    void shouldPinTheCallingThreadAndGiveItsMaskBack() {
        CpuSet one = CpuSet.of(allowed.toArray()[allowed.size() - 1]);
        try (Pinning pinning = Pinning.pin(one)) {
            assertThat(pinning.cpus()).isEqualTo(one);
            assertThat(NativeAffinity.get(0)).isEqualTo(one.toString());
            assertThat(CpuAllotment.read(CpuTopology.read()).allowed())
                    .as("the process's own mask is not the pinned thread's")
                    .isEqualTo(allowed);
        }
        assertThat(NativeAffinity.get(0)).isEqualTo(allowed.toString());
    }

    @Test
    void shouldNestAndCloseTwice() {
        CpuSet one = CpuSet.of(allowed.first());
        Pinning outer = Pinning.pin(one);
        Pinning inner = Pinning.pin(allowed);
        inner.close();
        assertThat(NativeAffinity.get(0)).isEqualTo(one.toString());
        outer.close();
        outer.close();
        inner.close();
        assertThat(NativeAffinity.get(0)).isEqualTo(allowed.toString());
    }

    @Test
    void shouldRefuseCpusThatTheKernelDoesNotGive() {
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> Pinning.pin(CpuSet.of(CpuSet.MAX_CPUS - 1)));
        assertThat(NativeAffinity.get(0)).isEqualTo(allowed.toString());
    }

    @Test
    void shouldNotBeClosedByAnotherThread() {
        try (Pinning pinning = Pinning.pin(allowed)) {
            assertThatThrownBy(() -> CompletableFuture.runAsync(pinning::close).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed by another thread");
        }
    }
}
