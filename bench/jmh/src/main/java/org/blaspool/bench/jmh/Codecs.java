package org.blaspool.bench.jmh;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.fory.Fory;
import org.apache.fory.config.Language;
import org.blaspool.plan.Codec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An n x n matrix encoded and decoded: ours through a Unix domain socket to a thread that reads while this one writes,
 * system calls included; other serializers on the heap alone, from array to bytes and back.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class Codecs {
    @Param({"32", "256", "1000"})
    private int n;

    private MatrixRelay raw;
    private MatrixRelay serialization;
    private double[] values;
    private Kryo kryo;
    private Output kryoOutput;
    private Fory fory;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        raw = MatrixRelay.open(Codec.RAW, n);
        serialization = MatrixRelay.open(Codec.JAVA, n);
        values = new SplittableRandom(42).doubles((long) n * n).toArray();
        kryo = new Kryo();
        kryo.register(double[].class);
        kryoOutput = new Output(values.length * Double.BYTES + 64);
        fory = Fory.builder().withLanguage(Language.JAVA).build();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        raw.close();
        serialization.close();
    }

    @Benchmark
    public void rawThroughSocket() throws IOException {
        raw.pass();
    }

    @Benchmark
    public void javaThroughSocket() throws IOException {
        serialization.pass();
    }

    @Benchmark
    public double[] kryoOnHeap() {
        kryoOutput.reset();
        kryo.writeObject(kryoOutput, values);
        return kryo.readObject(new Input(kryoOutput.getBuffer(), 0, kryoOutput.position()), double[].class);
    }

    @Benchmark
    public Object foryOnHeap() {
        return fory.deserialize(fory.serialize(values));
    }
}
