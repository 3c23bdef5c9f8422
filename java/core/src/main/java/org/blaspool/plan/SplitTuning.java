package org.blaspool.plan;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.ProductShape;
import org.blaspool.task.ParallelLoop;

/**
 * The split rules of a machine and a BLAS: those of a shape are found out in 0.2 s at most when it first matters, and kept
 * in a file below a cache directory, one for each identity of machine and BLAS. A file whose identity or format is another
 * one, or that cannot be read, is as good as none. Until then nothing is split. Thread-safe, but while it measures nobody
 * else may call the BLAS.
 */
public final class SplitTuning {
    /** Its number changes with what is measured or how, so that rules of an older release are measured anew. */
    private static final String FORMAT = "blaspool-split/4";

    private static final long RACE_NANOS = 200_000_000L;
    /** A split gains a tenth or two: of products that take some seconds together, more than a race takes. */
    private static final double WORTH_FLOP = 1e11;

    private static final int MOST_RULES = 60;

    /** As for {@code blaspool_blas_race_split}: smaller products are not packed by OpenBLAS, larger ones as well as can be. */
    private static final double LEAST_FLOP = 2e6;

    private static final double MOST_FLOP = 2.0 * 656 * 656 * 656;

    private final Path directory;
    private final String identity;
    private final BlasLibrary blas;
    private Known known;

    /** What is kept: rules, and the shapes that raced, whether a split won or not. */
    private record Known(SplitRules rules, Set<String> raced) {
        static final Known NOTHING = new Known(SplitRules.NONE, Set.of());
    }

    /** @param directory where the files are; it is made when the first one is written */
    public SplitTuning(Path directory, CpuTopology topology, BlasLibrary blas) {
        BlasInfo info = blas.info();
        this.directory = directory;
        this.identity =
                String.join("|", topology.model(), info.kind() + " " + info.version(), info.core(), info.path());
        this.blas = blas;
    }

    /** The rules that are kept in the user's cache, {@code $XDG_CACHE_HOME/blaspool} or {@code ~/.cache/blaspool}. */
    public static SplitTuning inUsersCache(CpuTopology topology, BlasLibrary blas, Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return new SplitTuning(home.resolve("blaspool"), topology, blas);
    }

    /** The rules that are known; nothing is measured. */
    public synchronized SplitRules rules() {
        return known().rules();
    }

    private Known known() {
        if (known == null) {
            known = read();
        }
        return known;
    }

    private Known read() {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file())) {
            values.load(reader);
            boolean fits =
                    FORMAT.equals(values.getProperty("format")) && identity.equals(values.getProperty("identity"));
            return fits
                    ? new Known(
                            SplitRules.parse(values.getProperty("rules", "?")),
                            new LinkedHashSet<>(Arrays.asList(
                                    values.getProperty("raced", "").split(","))))
                    : Known.NOTHING;
        } catch (IOException | IllegalArgumentException damaged) {
            return Known.NOTHING;
        }
    }

    /** Writes what is to be kept; a reader sees the old file or the whole new one. */
    private void write() throws IOException {
        Properties values = new Properties();
        values.setProperty("format", FORMAT);
        values.setProperty("identity", identity);
        values.setProperty("rules", known.rules().toString());
        values.setProperty("raced", String.join(",", known.raced()));
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, "split", ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                values.store(writer, null);
            }
            Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path file() {
        return directory.resolve("split-" + Integer.toHexString(identity.hashCode()) + ".properties");
    }

    /** Finds out the rules of those of a batch's shapes of which there are products enough to win back the race. */
    public void prepareFor(BatchShape batch) {
        batch.groups().stream()
                .filter(group -> group.count() * group.shape().flop() >= WORTH_FLOP)
                .forEach(group -> prepareFor(group.shape()));
    }

    /** Finds out the rule of a shape, in the calling thread, unless that is known, and keeps it where the cache can be written. */
    public synchronized void prepareFor(ProductShape shape) {
        boolean mayGain = shape.flop() > LEAST_FLOP && shape.flop() < MOST_FLOP;
        if (!mayGain
                || known().raced().contains(shape.toString())
                || !blas.info().mayHaveOneThread()) {
            return;
        }
        List<String> rules = new ArrayList<>(race(shape).rules());
        known.rules().rules().stream().limit(MOST_RULES - 1L).forEach(rules::add);
        Set<String> raced = new LinkedHashSet<>(known.raced());
        raced.add(shape.toString());
        known = new Known(new SplitRules(rules), raced);
        try {
            write();
        } catch (IOException e) {
            // They serve this run; the next one measures again.
            return;
        }
    }

    /** In a thread of its own, as a BLAS wants a roomy stack. */
    private SplitRules race(ProductShape shape) {
        FutureTask<SplitRules> found = new FutureTask<>(() -> blas.raceSplit(shape, RACE_NANOS));
        Thread thread = new Thread(null, found, "blaspool-split-race", BlasLibrary.CALLER_STACK_BYTES);
        thread.start();
        ParallelLoop.join(thread);
        return ParallelLoop.await(List.of(found), () -> {}, "races").get(0);
    }
}
