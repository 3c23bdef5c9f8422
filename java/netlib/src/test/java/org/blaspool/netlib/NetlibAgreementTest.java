package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.fommil.netlib.F2jBLAS;
import dev.ludovic.netlib.blas.LudovicImplementations;
import java.util.Random;
import org.blaspool.blas.BlasSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our dgemm against the translated Fortran of both libraries, over random calls. */
class NetlibAgreementTest {
    private static final int CALLS = 10_000;
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    /** Theirs, and ours by both ways into native code. */
    enum Pair {
        LUDOVIC(
                LudovicImplementations.translatedFortran()::dgemm,
                new LudovicBLAS(LudovicImplementations.plainJava())::dgemm),
        /** By copies in blocks of 64 x 64 at most. */
        LUDOVIC_STAGED(
                LudovicImplementations.translatedFortran()::dgemm,
                new LudovicBLAS(
                                LudovicImplementations.plainJava(),
                                ArrayDgemm.of(BlasSpec.BUNDLED.open(), 0, 3 * 8 * 64 * 64))::dgemm),
        FOMMIL(new F2jBLAS()::dgemm, new FommilBLAS()::dgemm);

        private final DgemmCall.Dgemm theirs;
        private final DgemmCall.Dgemm ours;

        Pair(DgemmCall.Dgemm theirs, DgemmCall.Dgemm ours) {
            this.theirs = theirs;
            this.ours = ours;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithTheirsOnLegalCalls(Pair pair) {
        Random random = new Random(20260101);
        for (int i = 0; i < CALLS; i++) {
            DgemmCall call = DgemmCall.legal(random);
            DgemmCall.Outcome theirs = call.by(pair.theirs);
            DgemmCall.Outcome ours = call.by(pair.ours);
            assertThat(ours.thrown()).as("call %d: %s", i, call).isEqualTo(theirs.thrown());
            requireEqual(i, call, theirs.c(), ours.c());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatTheirsRefuses(Pair pair) {
        Random random = new Random(20260102);
        int refused = 0;
        for (int i = 0; i < CALLS; i++) {
            DgemmCall call = DgemmCall.wrong(random);
            if (pair == Pair.FOMMIL && endsTheProcess(call)) {
                assertThat(call.by(pair.ours).thrown())
                        .as("call %d: %s", i, call)
                        .isEqualTo(IllegalArgumentException.class);
                continue;
            }
            DgemmCall.Outcome theirs = call.by(pair.theirs);
            DgemmCall.Outcome ours = call.by(pair.ours);
            assertThat(ours.thrown()).as("call %d: %s", i, call).isEqualTo(theirs.thrown());
            refused += ours.thrown() == null ? 0 : 1;
            if (ours.thrown() != null) {
                assertThat(ours.c()).as("call %d: %s", i, call).isEqualTo(call.c());
            }
        }
        assertThat(refused).isGreaterThan(CALLS / 4);
    }

    /** The Fortran's error routine is System.exit: only ours can be asked. */
    private static boolean endsTheProcess(DgemmCall r) {
        if (r.transa() == null) {
            return false;
        }
        if (r.transa().equals("x") || r.transb().isEmpty() || r.m() < 0 || r.n() < 0 || r.k() < 0) {
            return true;
        }
        return r.lda() < Math.max(1, DgemmCall.isTransposed(r.transa()) ? r.k() : r.m())
                || r.ldb() < Math.max(1, DgemmCall.isTransposed(r.transb()) ? r.n() : r.k())
                || r.ldc() < Math.max(1, r.m());
    }

    /** Everything outside C, and every NaN and infinity, to the bit; the rest within the error of both sums. */
    private static void requireEqual(int index, DgemmCall call, double[] theirs, double[] ours) {
        for (int i = 0; i < theirs.length; i++) {
            boolean same = Double.compare(theirs[i], ours[i]) == 0 || theirs[i] == ours[i];
            if (!same && !(Math.abs(theirs[i] - ours[i]) <= bound(call))) {
                assertThat(ours[i])
                        .as("call %d, element %d: %s", index, i, call)
                        .isEqualTo(theirs[i]);
            }
        }
    }

    /** Higham, Accuracy and Stability, 3.1: gamma(k + 3) |alpha| |A| |B| + |beta| |C| for each, operands below 1.1. */
    private static double bound(DgemmCall call) {
        double terms = (Math.abs(call.alpha()) * call.k() + Math.abs(call.beta())) * 1.21;
        return 2 * (call.k() + 3) * UNIT_ROUNDOFF * terms;
    }
}
