package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.blaspool.ThreadLimit;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlasTurnTest {
    private static final SplitRules RULES = SplitRules.parse("NN:1000-2000:1-64/1:8x8x0:1.100:1.100");

    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private int before;

    @BeforeEach
    void noteThreads() {
        before = blas.threads();
    }

    @AfterEach
    void requireThreads() {
        assertThat(blas.threads()).isEqualTo(before);
        assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
        blas.close();
    }

    @Test
    void shouldBeSharedByBatchesThatWantTheSame() {
        BlasTurn first = begun("first", 2, RULES);
        BlasTurn second = begun("second", 2, RULES);
        assertThat(second.waitedFor()).isEmpty();
        assertThat(blas.threads()).isEqualTo(2);
        first.close();
        first.close();
        assertThat(blas.threads()).isEqualTo(2);
        assertThat(blas.splitRules()).isEqualTo(RULES);
        second.close();
    }

    @Test
    void shouldBeWaitedForInTheOrderInWhichItWasAskedFor() throws Exception {
        BlasTurn first = begun("first", 1, SplitRules.NONE);
        Waiting second = new Waiting(blas.turn("second", 2, SplitRules.NONE));
        second.awaitWaiting("first");
        // It could share with the first, but the second would never come on if others did.
        Waiting third = new Waiting(blas.turn("third", 1, SplitRules.NONE));
        third.awaitWaiting("first", "second");
        first.close();
        second.awaitBegun();
        assertThat(blas.threads()).isEqualTo(2);
        third.awaitWaiting("second");
        second.turn.close();
        third.awaitBegun();
        assertThat(blas.threads()).isEqualTo(1);
        assertThat(second.turn.waitedFor()).containsExactly("first");
        assertThat(third.turn.waitedFor()).containsExactly("first", "second");
        assertThat(third.turn.waitsFor()).isEmpty();
        assertThat(third.turn.waitedNanos()).isPositive();
        third.turn.close();
    }

    @Test
    void shouldBeWaitedForByThoseThatSplitOtherwise() throws Exception {
        BlasTurn first = begun("first", 1, RULES);
        Waiting second = new Waiting(blas.turn("second", 1, SplitRules.NONE));
        second.awaitWaiting("first");
        first.close();
        second.awaitBegun();
        assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
        second.turn.close();
    }

    @Test
    void shouldRunWithTheSmallerCountUnderALimitAndBeSharedThere() {
        try (ThreadLimit limit = blas.limitThreads(1)) {
            BlasTurn first = begun("first", 1, SplitRules.NONE);
            BlasTurn second = begun("second", 4, SplitRules.NONE);
            assertThat(second.effective()).isEqualTo(limit.effective());
            first.close();
            second.close();
            assertThat(blas.threads()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetALimitPassAndReportTheSmallestCount() {
        try (BlasTurn turn = begun("batch", 2, SplitRules.NONE)) {
            assertThat(turn.effective()).isEqualTo(2);
            try (ThreadLimit limit = blas.limitThreads(1)) {
                assertThat(limit.effective()).isEqualTo(1);
                assertThat(blas.threads()).isEqualTo(1);
            }
            assertThat(blas.threads()).isEqualTo(2);
            assertThat(turn.effective()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotBeRaisedByALimitThatIsLarger() {
        try (BlasTurn turn = begun("batch", 1, SplitRules.NONE);
                ThreadLimit limit = blas.limitThreads(4)) {
            assertThat(limit.effective()).isEqualTo(1);
            assertThat(turn.effective()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepItsSplitsThoughOthersAreSetMeanwhile() {
        BlasTurn turn = begun("batch", 1, SplitRules.NONE);
        blas.split(RULES);
        assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
        turn.close();
        assertThat(blas.splitRules()).isEqualTo(RULES);
        blas.split(SplitRules.NONE);
    }

    @Test
    void shouldEndItsWaitingWhenItIsInterrupted() throws Exception {
        BlasTurn first = begun("first", 1, SplitRules.NONE);
        Waiting second = new Waiting(blas.turn("second", 2, SplitRules.NONE));
        second.awaitWaiting("first");
        Waiting third = new Waiting(blas.turn("third", 1, SplitRules.NONE));
        third.awaitWaiting("first", "second");
        second.thread.interrupt();
        assertThatThrownBy(second::awaitBegun)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StoppedException.class)
                .hasMessageContaining("held by first");
        third.awaitBegun();
        third.turn.close();
        first.close();
    }

    @Test
    void shouldTryOutACountWithoutDisturbingOthers() {
        try (BlasTurn turn = begun("batch", 2, SplitRules.NONE)) {
            assertThat(blas.turn("other", 1, SplitRules.NONE).tryOut()).isEqualTo(1);
            assertThat(blas.threads()).isEqualTo(2);
            assertThat(turn.effective()).isEqualTo(2);
        }
        assertThat(blas.turn("other", 3, SplitRules.NONE).tryOut()).isEqualTo(3);
    }

    @Test
    void shouldRefuseACountThatIsNotPositive() {
        assertThatThrownBy(() -> blas.turn("batch", 0, SplitRules.NONE)).isInstanceOf(InvalidInputException.class);
    }

    private BlasTurn begun(String who, int threads, SplitRules rules) {
        BlasTurn turn = blas.turn(who, threads, rules);
        turn.begin();
        return turn;
    }

    /** A turn that a thread of its own waits for. */
    private static final class Waiting {
        final BlasTurn turn;
        final Thread thread;
        private final CompletableFuture<Void> begun = new CompletableFuture<>();

        Waiting(BlasTurn turn) {
            this.turn = turn;
            thread = new Thread(() -> {
                try {
                    turn.begin();
                    begun.complete(null);
                } catch (RuntimeException e) {
                    begun.completeExceptionally(e);
                }
            });
            thread.start();
        }

        void awaitWaiting(String... others) {
            while (!turn.waitsFor().equals(List.of(others))) {
                assertThat(begun).isNotDone();
                Thread.onSpinWait();
            }
        }

        void awaitBegun() throws Exception {
            begun.get(60, TimeUnit.SECONDS);
        }
    }
}
