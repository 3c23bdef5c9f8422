package org.blaspool.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.blaspool.task.Chunking;
import org.blaspool.task.TaskTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A chunk claimed from a table in shared memory and finished, by one worker in Java: two JNI calls. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class Claims {
    private static final int CHUNKS = 4096;

    private TaskTable table;

    @Setup(Level.Trial)
    public void prepare() {
        table = TaskTable.ofClaims(Chunking.uniform(CHUNKS, 1), 1, false);
    }

    @TearDown(Level.Trial)
    public void close() {
        table.close();
    }

    /** Its time by the chunk; making all free again is part of it. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public long claimAndFinish() {
        table.reset();
        long last = -1;
        for (long chunk = table.claim(0); chunk >= 0; chunk = table.claim(0)) {
            table.finish(chunk, 0, true);
            last = chunk;
        }
        return last;
    }
}
