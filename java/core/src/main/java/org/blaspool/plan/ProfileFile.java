package org.blaspool.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Machine profiles in files of their own, below a cache directory. A file whose identity or format is another one, or
 * that cannot be read, is as good as none: the profile is measured anew.
 */
public final class ProfileFile {
    private static final String ALIGNED = "aligned";
    private static final String UNALIGNED = "unaligned";

    private final KeptProperties files;

    /** @param directory where the files are; it is made when the first one is written */
    public ProfileFile(Path directory) {
        this.files = new KeptProperties(directory, "profile", 8);
    }

    /** {@code $XDG_CACHE_HOME/blaspool}, else {@code ~/.cache/blaspool}. */
    public static ProfileFile inUsersCache(Map<String, String> environment) {
        return new ProfileFile(KeptProperties.usersDirectory(environment));
    }

    /** The profile of that identity, where there is one. */
    public Optional<MachineProfile> read(String identity) {
        try {
            return files.read(identity).map(ProfileFile::profile);
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /**
     * Writes a profile; a reader sees the old file or the whole new one.
     *
     * @throws IOException where the directory cannot be written: the profile then serves this run alone
     */
    public void write(MachineProfile profile) throws IOException {
        files.write(profile.identity(), properties(profile));
    }

    private static Properties properties(MachineProfile profile) {
        Properties values = new Properties();
        put(values, "cpus", profile.cpus());
        put(values, "cache-bytes", profile.cacheBytes());
        put(values, "fma-peak", profile.fmaPeak());
        putRates(values, "one", profile.one());
        putRates(values, "all", profile.all());
        putRates(values, "blas-threads", profile.blasThreads());
        profile.feedings().forEach((feeding, cost) -> {
            putCurve(values, prefix(feeding, "batch"), cost.batch());
            putCurve(values, prefix(feeding, "product"), cost.product());
        });
        put(values, "jvm-start-seconds", profile.jvmStartSeconds());
        put(values, "conditions.others-share", profile.conditions().othersShare());
        put(values, "conditions.load-average", profile.conditions().loadAverage());
        return values;
    }

    private static void put(Properties values, String key, Number value) {
        values.setProperty(key, value.toString());
    }

    private static void putRates(Properties values, String callers, DgemmRates rates) {
        putCurve(values, prefix(callers, ALIGNED), rates.aligned());
        putCurve(values, prefix(callers, UNALIGNED), rates.unaligned());
        put(values, secondsPerByte(callers), rates.secondsPerByte());
    }

    private static void putCurve(Properties values, String prefix, RateCurve curve) {
        curve.flopPerSecond().forEach((size, rate) -> put(values, prefix + size, rate));
    }

    private static void putCurve(Properties values, String prefix, CostCurve curve) {
        curve.points().forEach((amount, seconds) -> put(values, prefix + amount, seconds));
    }

    private static String prefix(String callers, String part) {
        return "rate." + callers + "." + part + ".";
    }

    private static String secondsPerByte(String callers) {
        return "memory-seconds-per-byte." + callers;
    }

    private static String prefix(Feeding feeding, String part) {
        return "feeding." + feeding.label() + "." + part + ".";
    }

    private static Map<Feeding, FeedingCost> feedings(Properties values) {
        Map<Feeding, FeedingCost> feedings = new EnumMap<>(Feeding.class);
        for (Feeding feeding : Feeding.values()) {
            feedings.put(
                    feeding,
                    new FeedingCost(
                            costCurve(values, prefix(feeding, "batch")),
                            costCurve(values, prefix(feeding, "product"))));
        }
        return feedings;
    }

    private static CostCurve costCurve(Properties values, String prefix) {
        Map<Long, Double> points = new TreeMap<>();
        for (String key : values.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                points.put(Long.parseLong(key.substring(prefix.length())), number(values, key));
            }
        }
        return new CostCurve(points);
    }

    private static MachineProfile profile(Properties values) {
        return new MachineProfile(
                values.getProperty("identity"),
                (int) number(values, "cpus"),
                (long) number(values, "cache-bytes"),
                rates(values, "one"),
                rates(values, "all"),
                rates(values, "blas-threads"),
                number(values, "fma-peak"),
                feedings(values),
                number(values, "jvm-start-seconds"),
                new MachineProfile.Conditions(
                        number(values, "conditions.others-share"), number(values, "conditions.load-average")));
    }

    private static double number(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("profile lacks " + key);
        }
        return Double.parseDouble(value);
    }

    private static DgemmRates rates(Properties values, String callers) {
        return new DgemmRates(
                curve(values, prefix(callers, ALIGNED)),
                curve(values, prefix(callers, UNALIGNED)),
                number(values, secondsPerByte(callers)));
    }

    private static RateCurve curve(Properties values, String prefix) {
        Map<Integer, Double> rates = new TreeMap<>();
        for (String key : values.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                rates.put(Integer.parseInt(key.substring(prefix.length())), number(values, key));
            }
        }
        return new RateCurve(rates);
    }
}
