package org.blaspool.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One product of n x n matrices on one thread, hot: ours by the call and by the batch, beside other libraries for the
 * JVM. Each has a process of its own, in which no other BLAS is loaded. Where a peer found no native library it computes
 * in Java: the name of the class that answers is printed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xss16m", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class Dgemm {
    private static final int BATCH = 64;

    @Param({"2", "4", "8", "16", "32", "64", "104", "128", "256", "512"})
    private int n;

    private double[] a;
    private double[] b;
    private double[] c;
    private final Peers peers = new Peers();

    /** Ours; apart, as the linker takes two OpenBLAS of one soname for each other, and the process dies. */
    @State(Scope.Benchmark)
    public static class OffHeap {
        private OffHeapProducts products;

        @Setup(Level.Trial)
        public void prepare(Dgemm sizes) {
            products = new OffHeapProducts(sizes.n, BATCH);
        }

        @TearDown(Level.Trial)
        public void close() {
            products.close();
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        SplittableRandom random = new SplittableRandom(42);
        a = random.doubles((long) n * n).toArray();
        b = random.doubles((long) n * n).toArray();
        c = new double[n * n];
    }

    /** One JNI call a product. */
    @Benchmark
    public void blaspool(OffHeap ours) {
        ours.products.multiply();
    }

    /** One JNI call a batch, its time by the product. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void blaspoolBatch(OffHeap ours) {
        ours.products.work();
    }

    /** Copies its arrays in and out. */
    @Benchmark
    public double[] jblas() {
        org.jblas.NativeBlas.dgemm('N', 'N', n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        return c;
    }

    @Benchmark
    public double[] netlibJava() {
        peers.netlibJava().dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
        return c;
    }

    @Benchmark
    public double[] ludovicNetlib() {
        peers.ludovicNetlib().dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
        return c;
    }

    @Benchmark
    public double[] blaspoolNetlib() {
        peers.blaspoolNetlib().dgemm("N", "N", n, n, n, 1, a, n, b, n, 0, c, n);
        return c;
    }

    /** By arrays, which JavaCPP copies in and out. */
    @Benchmark
    public double[] javacppOpenblas() {
        peers.javacppOnOneThread();
        org.bytedeco.openblas.global.openblas.cblas_dgemm(
                Peers.COLUMN_MAJOR, Peers.NO_TRANSPOSE, Peers.NO_TRANSPOSE, n, n, n, 1, a, n, b, n, 0, c, n);
        return c;
    }
}
