package org.blaspool.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreeStagesTest {
    private static final int WINDOWS = 20;

    /** Windows are numbers, a slot holds one. */
    private static final class Numbers implements ThreeStages.Stages<int[]> {
        final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        IntConsumer reading = number -> {};
        IntConsumer computing = number -> {};
        IntConsumer writing = number -> {};
        int last = WINDOWS;
        private int next;

        @Override
        public boolean read(int[] slot) {
            if (next == WINDOWS) {
                return false;
            }
            reading.accept(next);
            slot[0] = next++;
            return true;
        }

        @Override
        public boolean compute(int[] slot) {
            computing.accept(slot[0]);
            return slot[0] < last;
        }

        @Override
        public void write(int[] slot) {
            writing.accept(slot[0]);
            written.add(slot[0]);
        }

        void run(int slots) {
            new ThreeStages<>(
                            this, Stream.generate(() -> new int[1]).limit(slots).toList())
                    .run();
        }
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldTakeEveryWindowThroughAllStagesInOrder(int slots) {
        Numbers numbers = new Numbers();
        numbers.run(slots);
        assertThat(numbers.written).isEqualTo(upTo(WINDOWS));
    }

    @Test
    void shouldReadTheNextAndWriteTheLastWhileOneIsComputed() {
        Numbers numbers = new Numbers();
        CountDownLatch readTwo = new CountDownLatch(1);
        CountDownLatch writtenZero = new CountDownLatch(1);
        numbers.reading = number -> {
            if (number == 2) {
                readTwo.countDown();
            }
        };
        numbers.writing = number -> {
            if (number == 0) {
                writtenZero.countDown();
            }
        };
        numbers.computing = number -> {
            if (number == 1) {
                await(readTwo);
                await(writtenZero);
            }
        };
        numbers.run(3);
        assertThat(numbers.written).hasSize(WINDOWS);
    }

    @Test
    void shouldWriteWhatWasComputedBeforeItThrowsWhatFailed() {
        Numbers numbers = new Numbers();
        numbers.computing = number -> {
            if (number == 5) {
                throw new ResourceUnavailableException("no memory");
            }
        };
        assertThatThrownBy(() -> numbers.run(3)).hasMessage("no memory");
        assertThat(numbers.written).isEqualTo(upTo(5));
    }

    @Test
    void shouldEndWhenWindowsCannotBeReadAnyMore() {
        Numbers numbers = new Numbers();
        numbers.reading = number -> {
            if (number == 5) {
                throw new OutOfMemoryError("heap");
            }
        };
        assertThatThrownBy(() -> numbers.run(3)).hasMessageContaining("heap");
        assertThat(numbers.written).hasSizeLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldEndWhenWindowsCannotBeWrittenAnyMore(int slots) {
        Numbers numbers = new Numbers();
        numbers.writing = number -> {
            if (number == 5) {
                throw new ResourceUnavailableException("disk full");
            }
        };
        assertThatThrownBy(() -> numbers.run(slots)).hasMessage("disk full");
        assertThat(numbers.written).isEqualTo(upTo(5));
    }

    @Test
    void shouldEndAfterTheWindowThatIsTheLastOneWanted() {
        Numbers numbers = new Numbers();
        numbers.last = 4;
        numbers.run(2);
        assertThat(numbers.written).isEqualTo(upTo(5));
    }

    @Test
    void shouldWriteWhatWasComputedWhenItIsInterrupted() {
        Numbers numbers = new Numbers();
        Thread caller = Thread.currentThread();
        numbers.reading = number -> {
            if (number == 5) {
                caller.interrupt();
                await(new CountDownLatch(1)); // until this thread, too, is interrupted
            }
        };
        assertThatThrownBy(() -> numbers.run(3)).isInstanceOf(StoppedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(numbers.written).isEqualTo(upTo(numbers.written.size())).hasSizeLessThanOrEqualTo(5);
    }
}
