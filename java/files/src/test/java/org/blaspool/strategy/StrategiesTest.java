package org.blaspool.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {
    private static final int TASKS = 23;

    @TempDir
    static Path scratch;

    private static BlasLibrary blas;
    private static StrategyContext context;

    @BeforeAll
    static void openBlas() {
        blas = BlasSpec.BUNDLED.open();
        CpuTopology topology = CpuTopology.read();
        context = new StrategyContext(
                blas,
                Surroundings.of("bundled", scratch),
                topology,
                CpuAllotment.read(topology),
                false,
                () -> SplitRules.NONE);
    }

    @AfterAll
    static void closeBlas() {
        blas.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, false",
        "blas-threads, false",
        "threads:workers=3, false",
        "threads:workers=2, true",
        "processes-shared:workers=2, true",
        "processes-shared:workers=2:chunk-size=1, true",
        "processes-shared:workers=2, false",
        "processes-serialized:workers=2:codec=raw, false",
        "processes-serialized:workers=2:codec=raw:chunk-size=1, true",
        "processes-serialized:workers=2:codec=java, false",
        "processes-hosted:workers=2, false",
        "processes-hosted:workers=2:codec=java, false",
        "independent:workers=2, false"
    })
    void shouldGiveTheProductsOfAMixedBatchRoundAfterRound(String spec, boolean shared) {
        try (MatrixStore store = shared ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
                Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
            Batch batch = randomBatch(store);
            List<double[][]> expected =
                    batch.products().stream().map(StrategiesTest::naive).toList();
            strategy.start();
            strategy.load(batch);
            for (int round = 0; round < 2; round++) {
                batch.products().forEach(product -> fill(product.c(), Double.NaN));
                Round measured = strategy.run();
                strategy.collect();
                for (int i = 0; i < batch.size(); i++) {
                    assertClose(batch.get(i).c(), expected.get(i), spec + " product " + i);
                }
                assertThat(measured.phases().total()).isCloseTo(measured.seconds(), within(measured.seconds() * 0.02));
                assertThat(measured.phases().compute()).isPositive();
            }
            assertThat(strategy.effective().blasThreads())
                    .hasSize(strategy.effective().workers());
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "processes-shared:workers=1, true",
        "processes-serialized:workers=1:codec=raw, true",
        "processes-serialized:workers=1:codec=java, false",
        "processes-hosted:workers=1, true",
        "processes-hosted:workers=1:codec=java, false",
        "independent:workers=1, true"
    })
    void shouldSpareWorkersThatRunLittleJavaTheSecondCompiler(String spec, boolean spared) {
        try (Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
            strategy.start();
            List<Long> pids = ((PooledStrategy) strategy).pool().pids();
            assertThat(pids)
                    .isNotEmpty()
                    .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)
                                    .orElseThrow()
                                    .info()
                                    .arguments()
                                    .orElseThrow())
                            .matches(arguments -> List.of(arguments).contains("-XX:TieredStopAtLevel=1") == spared));
        }
    }

    /** Rules that cut k, so that they show in the last bits: they reached every caller and every worker. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "blas-threads:blas-threads=1",
                "threads:workers=2",
                "processes-shared:workers=2",
                "processes-serialized:workers=2",
                "processes-hosted:workers=2",
                "independent:workers=2"
            })
    void shouldSplitAlikeUnderEveryStrategyUnlessItIsOff(String spec) {
        String products = ":1-1099511627776:1-1000/1:24x40x17";
        String gains = ":0.000:0.000";
        SplitRules rules = new SplitRules(List.of(
                "NN" + products + gains,
                "TN" + products + "+A" + gains,
                "NT" + products + "+AB" + gains,
                "TT" + products + gains));
        StrategyContext splitting = new StrategyContext(
                blas, context.surroundings(), context.topology(), context.allotment(), false, () -> rules);
        try (MatrixStore store = MatrixStore.privateMemory()) {
            Batch batch = randomBatch(store);
            List<double[][]> plain = results(spec + ":split=off", splitting, batch);
            List<double[][]> split = results(spec, splitting, batch);
            List<double[][]> inOneCaller = results("sequential", context, batch);
            List<double[][]> withoutRules = results(spec, context, batch);

            int different = 0;
            for (int i = 0; i < batch.size(); i++) {
                assertClose(batch.get(i).c(), naive(batch.get(i)), spec + " product " + i);
                // Small products by our own kernels and others by the BLAS as it is, whoever computes.
                assertThat(withoutRules.get(i)).isDeepEqualTo(inOneCaller.get(i));
                for (int row = 0; row < plain.get(i).length; row++) {
                    assertThat(split.get(i)[row]).containsExactly(plain.get(i)[row], within(1e-11));
                    different += Arrays.equals(split.get(i)[row], withoutRules.get(i)[row]) ? 0 : 1;
                }
            }
            assertThat(different).as("rows with other roundings").isPositive();
        }
    }

    private static List<double[][]> results(String spec, StrategyContext context, Batch batch) {
        try (Strategy strategy = Strategies.create(StrategySpec.parse(spec), context)) {
            strategy.start();
            strategy.load(batch);
            strategy.run();
            strategy.collect();
        }
        return batch.products().stream().map(StrategiesTest::values).toList();
    }

    private static double[][] values(Dgemm product) {
        double[][] values = new double[(int) product.m()][(int) product.n()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                values[i][j] = product.c().get(i, j);
            }
        }
        return values;
    }

    private static Batch randomBatch(MatrixStore store) {
        Random random = new Random(7);
        List<Dgemm> products = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            long m = 1 + random.nextInt(90);
            long n = 1 + random.nextInt(90);
            long k = 1 + random.nextInt(90);
            boolean transposeA = random.nextBoolean();
            boolean transposeB = random.nextBoolean();
            StoredMatrix a = random(store, transposeA ? new Shape(k, m) : new Shape(m, k), random);
            StoredMatrix b = random(store, transposeB ? new Shape(n, k) : new Shape(k, n), random);
            StoredMatrix c = store.allocate(new Shape(m, n), layout(random));
            products.add(new Dgemm(1 + i, a, transposeA, b, transposeB, 0, c));
        }
        return new Batch(products);
    }

    private static Layout layout(Random random) {
        return random.nextBoolean() ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
    }

    private static StoredMatrix random(MatrixStore store, Shape shape, Random random) {
        StoredMatrix matrix = store.allocate(shape, layout(random));
        for (long i = 0; i < shape.rows(); i++) {
            for (long j = 0; j < shape.columns(); j++) {
                matrix.set(i, j, random.nextDouble() - 0.5);
            }
        }
        return matrix;
    }

    private static void fill(StoredMatrix matrix, double value) {
        for (long i = 0; i < matrix.rows(); i++) {
            for (long j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, value);
            }
        }
    }

    private static double[][] naive(Dgemm product) {
        double[][] c = new double[(int) product.m()][(int) product.n()];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c[i].length; j++) {
                for (int l = 0; l < product.k(); l++) {
                    double a = product.transposeA()
                            ? product.a().get(l, i)
                            : product.a().get(i, l);
                    double b = product.transposeB()
                            ? product.b().get(j, l)
                            : product.b().get(l, j);
                    c[i][j] += product.alpha() * a * b;
                }
            }
        }
        return c;
    }

    private static void assertClose(StoredMatrix matrix, double[][] expected, String what) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(matrix.get(i, j)).as("%s (%d, %d)", what, i, j).isCloseTo(expected[i][j], within(1e-11));
            }
        }
    }
}
