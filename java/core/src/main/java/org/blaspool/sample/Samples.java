package org.blaspool.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.blaspool.blas.BlasInfo;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.ProductShape;

/**
 * What batches took on one machine, with one BLAS, allotment and Java: asked for what another batch will take. Samples of
 * other processes are read once, when first asked; those that are recorded here are written at most once a second, and
 * with {@link #close}. Where nothing can be written they live as long as this. Thread-safe; nothing in it waits for
 * another process.
 */
public final class Samples implements AutoCloseable {
    /** The shape under which what it takes to start a way's workers is kept, with a count of 1. */
    public static final ProductShape START = new ProductShape(0, 0, 0);

    private static final long WRITE_NANOS = 1_000_000_000;
    private static final int KEPT_A_SUBJECT = 16;
    /** After so long a sample counts half as much: kernels and other things that no identity names have changed. */
    private static final double HALF_LIFE_SECONDS = 14 * 86400.0;

    private static final double BUSY_WEIGHT = 0.05;
    /** A batch so long tells what many more of its products take; of a shorter one, what few more take. */
    private static final double LONG_SECONDS = 0.005;

    private static final int FEW_TIMES = 4;
    /** Sizes that differ by less have the same rates, unless one fits the BLAS's vectors and the other does not. */
    private static final double NEAR_SIDES = 1.05;

    private static final int VECTOR = 8;
    private static final long LARGE_SIDE = 512;

    private final String identity;
    private final long context;
    private final Optional<SampleFile> file;
    private final Map<Sample.Subject, List<Sample>> known = new HashMap<>();
    private final Map<Sample.Subject, Sample> unwritten = new LinkedHashMap<>();
    private boolean read;
    private long writtenNanos = System.nanoTime() - WRITE_NANOS;

    private Samples(String identity, Optional<SampleFile> file) {
        this.identity = identity;
        this.context = hash(identity);
        this.file = file;
    }

    /** Samples below a directory, which is made when the first one is written. */
    public static Samples in(Path directory, String identity) {
        return new Samples(identity, Optional.of(new SampleFile(directory)));
    }

    /** Samples in {@code $BLASPOOL_CACHE}, else {@code $XDG_CACHE_HOME/blaspool}, else {@code ~/.cache/blaspool}. */
    public static Samples inUsersCache(String identity, Map<String, String> environment) {
        return in(SampleFile.usersDirectory(environment), identity);
    }

    /** Samples that live as long as this. */
    public static Samples inMemory(String identity) {
        return new Samples(identity, Optional.empty());
    }

    /** Samples that were {@linkplain #lines() exported}, perhaps on another machine; those of others are left out. */
    public static Samples ofLines(String identity, List<String> lines) {
        Samples samples = inMemory(identity);
        lines.stream().map(Sample::parse).flatMap(Optional::stream).forEach(samples::learn);
        return samples;
    }

    /** What samples hold for: they tell nothing of another machine, allotment, BLAS, kernel or Java. */
    public static String identity(CpuTopology topology, CpuAllotment allotment, BlasInfo blas) {
        return String.join(
                "|",
                topology.model(),
                "cpus " + allotment.allowed() + " x" + allotment.physicalCores(),
                String.join(" ", blas.kind(), blas.version(), blas.core(), blas.path()),
                "linux " + System.getProperty("os.version"),
                "java " + System.getProperty("java.version"));
    }

    public String identity() {
        return identity;
    }

    /**
     * Takes down what a batch took. Call it once the results are delivered: it may write a line.
     *
     * @param busy share of the CPUs that others took meanwhile, 0 to 1
     */
    public synchronized void record(Way way, ProductShape shape, long count, double seconds, double busy) {
        long now = System.currentTimeMillis() / 1000;
        Sample sample = new Sample(context, way, shape, count, seconds, now, Math.max(0, Math.min(1, busy)));
        if (!sample.isSound()) {
            return;
        }
        readOnce();
        learn(sample);
        unwritten.put(sample.subject(), sample);
        if (System.nanoTime() - writtenNanos >= WRITE_NANOS) {
            write();
        }
    }

    private void write() {
        file.ifPresent(target -> target.append(List.copyOf(unwritten.values())));
        unwritten.clear();
        writtenNanos = System.nanoTime();
    }

    /** Writes what was not written yet; it can be used further. */
    @Override
    public synchronized void close() {
        if (!unwritten.isEmpty()) {
            write();
        }
    }

    private synchronized void learn(Sample sample) {
        if (sample.context() == context) {
            List<Sample> alike = known.computeIfAbsent(sample.subject(), subject -> new ArrayList<>());
            alike.add(sample);
            if (alike.size() > KEPT_A_SUBJECT) {
                alike.remove(0);
            }
        }
    }

    private void readOnce() {
        if (!read) {
            read = true;
            file.ifPresent(source -> source.read().forEach(this::learn));
        }
    }

    /** All of them as lines without their ends, for {@link #ofLines}. */
    public synchronized List<String> lines() {
        readOnce();
        return known.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Sample::time))
                .map(Sample::line)
                .flatMap(Optional::stream)
                .map(line -> line.substring(0, Sample.LINE_BYTES - 1))
                .toList();
    }

    /** The shapes of which a way has samples, but for {@link #START}. */
    public synchronized Set<ProductShape> shapes(Way way) {
        readOnce();
        return known.keySet().stream()
                .filter(subject -> subject.way().equals(way) && !subject.shape().equals(START))
                .map(Sample.Subject::shape)
                .collect(Collectors.toSet());
    }

    /**
     * What a batch of equal products will take, where batches of such products are known: of nearly the same shape, and of
     * so many that the two terms which count, the start of a batch and each of its products, tell of this many.
     */
    public synchronized Optional<Estimate> predict(Way way, ProductShape shape, long count) {
        return nearest(way, shape).flatMap(sampled -> {
            double larger = sampled.equals(shape) ? 1 : shape.flop() / sampled.flop();
            return curve(way, sampled).at(way, count).map(estimate -> estimate.scaled(larger, sampled));
        });
    }

    private Optional<ProductShape> nearest(Way way, ProductShape shape) {
        Set<ProductShape> all = shape.equals(START) ? Set.of(START) : shapes(way);
        return all.contains(shape)
                ? Optional.of(shape)
                : all.stream()
                        .filter(other -> isNear(shape, other))
                        .min(Comparator.comparingDouble(other -> distance(shape, other)));
    }

    private static boolean isNear(ProductShape one, ProductShape other) {
        boolean large = Math.min(one.flop(), other.flop()) >= 2.0 * LARGE_SIDE * LARGE_SIDE * LARGE_SIDE;
        return distance(one, other) <= NEAR_SIDES && (large || fitsVectors(one) == fitsVectors(other));
    }

    private static boolean fitsVectors(ProductShape shape) {
        return shape.m() % VECTOR == 0 && shape.k() % VECTOR == 0 && shape.n() % VECTOR == 0;
    }

    /** The largest ratio of two sides. */
    private static double distance(ProductShape one, ProductShape other) {
        double m = (double) one.m() / other.m();
        double k = (double) one.k() / other.k();
        double n = (double) one.n() / other.n();
        return Math.max(Math.max(Math.max(m, 1 / m), Math.max(k, 1 / k)), Math.max(n, 1 / n));
    }

    private Curve curve(Way way, ProductShape shape) {
        readOnce();
        Curve curve = new Curve();
        known.forEach((subject, samples) -> {
            if (subject.way().equals(way) && subject.shape().equals(shape)) {
                curve.points.put(subject.count(), Point.of(samples));
            }
        });
        return curve;
    }

    /** The seconds that samples of one subject agree on. */
    private record Point(double seconds, long time, double busy) {
        /** Their median, where each counts the less the older it is, and next to nothing if the machine was busy. */
        static Point of(List<Sample> samples) {
            long now = System.currentTimeMillis() / 1000;
            List<Sample> sorted = new ArrayList<>(samples);
            sorted.sort(Comparator.comparingDouble(Sample::seconds));
            double half = sorted.stream().mapToDouble(each -> weight(each, now)).sum() / 2;
            double sum = 0;
            Sample middle = sorted.get(0);
            for (Sample sample : sorted) {
                middle = sample;
                sum += weight(sample, now);
                if (sum >= half) {
                    break;
                }
            }
            long newest = sorted.stream().mapToLong(Sample::time).max().orElseThrow();
            return new Point(middle.seconds(), newest, middle.busy());
        }

        private static double weight(Sample sample, long now) {
            double age = Math.max(0, now - sample.time());
            return Math.pow(0.5, age / HALF_LIFE_SECONDS) * (sample.busy() > Estimate.BUSY_SHARE ? BUSY_WEIGHT : 1);
        }
    }

    /** Seconds of a way's batches of one shape, by how many products they have. */
    private static final class Curve {
        private final TreeMap<Long, Point> points = new TreeMap<>();

        Optional<Found> at(Way way, long count) {
            if (points.isEmpty()) {
                return Optional.empty();
            }
            Point exact = points.get(count);
            if (exact != null) {
                return Optional.of(new Found(exact.seconds(), start(way), List.of(exact), true));
            }
            Map.Entry<Long, Point> below = points.floorEntry(count);
            Map.Entry<Long, Point> above = points.ceilingEntry(count);
            if (below == null || above == null) {
                return beyond(way, count);
            }
            double from = way.turns(below.getKey());
            double to = way.turns(above.getKey());
            double share = to == from ? 0 : (way.turns(count) - from) / (to - from);
            double seconds = below.getValue().seconds()
                    + share * (above.getValue().seconds() - below.getValue().seconds());
            return Optional.of(new Found(seconds, start(way), List.of(below.getValue(), above.getValue()), false));
        }

        /** More products than were measured, or fewer: by the start of a batch and what each turn takes. */
        private Optional<Found> beyond(Way way, long count) {
            boolean more = count > points.lastKey();
            Map.Entry<Long, Point> end = more ? points.lastEntry() : points.firstEntry();
            double turns = way.turns(end.getKey());
            double wanted = way.turns(count);
            double seconds = end.getValue().seconds();
            boolean tells = more
                    ? seconds >= LONG_SECONDS || wanted <= FEW_TIMES * turns
                    : seconds / turns >= LONG_SECONDS || wanted * FEW_TIMES >= turns;
            double start = Math.min(start(way), seconds / 2);
            return tells
                    ? Optional.of(new Found(
                            start + (seconds - start) * wanted / turns, start, List.of(end.getValue()), false))
                    : Optional.empty();
        }

        /** By the fewest products and those of at least twice as many turns; 0 where there are no two such. */
        private double start(Way way) {
            double few = way.turns(points.firstKey());
            double many = way.turns(points.lastKey());
            if (many < 2 * few) {
                return 0;
            }
            double first = points.firstEntry().getValue().seconds();
            double last = points.lastEntry().getValue().seconds();
            return Math.max(0, first - few * (last - first) / (many - few));
        }
    }

    private record Found(double seconds, double start, List<Point> points, boolean exact) {
        Estimate scaled(double larger, ProductShape sampled) {
            Estimate.Basis basis = larger != 1
                    ? Estimate.Basis.OTHER_SHAPE
                    : exact ? Estimate.Basis.MEASURED : Estimate.Basis.OTHER_COUNT;
            long newest = points.stream().mapToLong(Point::time).max().orElseThrow();
            double busy = points.stream().mapToDouble(Point::busy).max().orElseThrow();
            long age = Math.max(0, System.currentTimeMillis() / 1000 - newest);
            return new Estimate(
                    start + (seconds - start) * larger, Math.min(start, seconds), basis, sampled, age, busy);
        }
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
