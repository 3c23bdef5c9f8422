package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.blaspool.cpu.CpuSet;
import org.blaspool.jni.NativeAffinity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallersTest {
    private final String allowed = NativeAffinity.get(0);
    private final int home = CpuSet.parse(allowed).first();

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldSleepAtHomeAndWorkEverywhere() {
        try (Callers callers = new Callers(2, List.of(), List.of(home, home))) {
            assertThat(callers.masks()).containsExactly(allowed, allowed);
            for (int batch = 0; batch < 3; batch++) {
                List<String> masks = new ArrayList<>(Collections.nCopies(2, ""));
                List<Integer> tids = new ArrayList<>(Collections.nCopies(2, 0));
                callers.onEach(slot -> {
                    masks.set(slot, NativeAffinity.get(0));
                    tids.set(slot, NativeAffinity.threadId());
                    workLongEnough();
                });
                assertThat(masks).containsExactly(allowed, allowed);
                for (int tid : tids) {
                    // A caller goes home after the batch has been told to be done.
                    while (!NativeAffinity.get(tid).equals(Integer.toString(home))) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }
        }
    }

    @Test
    void shouldWakeNoMoreThreadsThanThereIsWorkFor() {
        try (Callers callers = new Callers(3, List.of(), List.of())) {
            List<Integer> slots = Collections.synchronizedList(new ArrayList<>());
            callers.onFirst(2, slots::add, () -> {});
            assertThat(slots).containsExactlyInAnyOrder(0, 1);
            callers.onFirst(Long.MAX_VALUE, slots::add, () -> {});
            assertThat(slots).hasSize(5);
        }
    }

    @Test
    void shouldGiveAllCpusToThreadsThatABodyStarts() {
        try (Callers callers = new Callers(2, List.of(), List.of(home, home))) {
            callers.onEach(slot -> workLongEnough());
            List<String> inherited = Collections.synchronizedList(new ArrayList<>());
            callers.onEach(slot -> {
                Thread started = new Thread(() -> inherited.add(NativeAffinity.get(0)));
                started.start();
                try {
                    started.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(inherited).containsExactly(allowed, allowed);
        }
    }

    @Test
    void shouldGoOnAfterABodyThatFails() {
        try (Callers callers = new Callers(1, List.of(), List.of(home))) {
            assertThat(catching(callers)).hasMessage("once");
            List<String> masks = new ArrayList<>();
            callers.onEach(slot -> masks.add(NativeAffinity.get(0)));
            assertThat(masks).containsExactly(allowed);
        }
    }

    /** For a home to be worth its while. */
    private static void workLongEnough() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 1_000_000) {
            Thread.onSpinWait();
        }
    }

    private static RuntimeException catching(Callers callers) {
        try {
            callers.onEach(slot -> {
                workLongEnough();
                throw new IllegalStateException("once");
            });
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
