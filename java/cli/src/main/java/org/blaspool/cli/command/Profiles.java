package org.blaspool.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.blaspool.cpu.Machine;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.FeedingCalibration;
import org.blaspool.measure.Issue;
import org.blaspool.measure.NoiseMonitor;
import org.blaspool.measure.NoiseRecord;
import org.blaspool.observe.Observation;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.MachineProfile.Conditions;
import org.blaspool.plan.ProfileCalibration;
import org.blaspool.plan.ProfileFile;
import org.blaspool.strategy.Engine;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.strategy.StrategyFactory;

/** Where predictions take the machine's figures from: measured once, kept in the user's cache, measured anew on demand. */
public final class Profiles {
    /** Long enough for the kernel's ticks of a hundredth of a second to tell a few percent. */
    private static final long GLANCE_MILLIS = 300;

    private final ProfileCalibration calibration;
    private final ProfileFile cache;

    /** Those of an engine's BLAS. */
    public Profiles(Engine engine, Machine machine, Map<String, String> environment) {
        // What calibrates is no part of what is watched.
        StrategyContext unwatched = engine.context().withObservation(Observation.NONE);
        StrategyFactory strategies = spec -> Strategies.create(spec, unwatched);
        FeedingCalibration feedings =
                new FeedingCalibration(strategies, machine.cpus().physicalCores());
        this.calibration = new ProfileCalibration(
                machine.topology(), machine.cpus(), unwatched.blas(), unwatched.splitRules(), feedings);
        this.cache = ProfileFile.inUsersCache(environment);
    }

    /**
     * The profile that is kept for this machine, CPUs and BLAS, else one that is measured now, which takes half a minute.
     * One that was measured while others used the machine is measured anew as soon as they do not.
     */
    public MachineProfile keptOrMeasured() {
        Optional<MachineProfile> kept = cache.read(calibration.identity());
        return kept.filter(profile -> !isWorthAnother(profile, Profiles::conditionsNow))
                .orElseGet(this::measured);
    }

    static boolean isWorthAnother(MachineProfile kept, Supplier<Conditions> now) {
        return kept.conditions().busy() && !now.get().busy();
    }

    /** Measured now, and kept where the cache can be written. */
    public MachineProfile measured() {
        NoiseMonitor monitor = NoiseMonitor.start();
        MachineProfile figures = calibration.measure();
        MachineProfile profile = figures.measuredUnder(conditions(monitor.stop()));
        try {
            cache.write(profile);
        } catch (IOException e) {
            // It serves this run; the next one measures again.
            return profile;
        }
        return profile;
    }

    /** What predictions by a profile should be read with. */
    public static List<Issue> issues(MachineProfile profile) {
        Conditions conditions = profile.conditions();
        return conditions.busy()
                ? List.of(new Issue.BusyCalibration(conditions.othersShare(), conditions.loadAverage()))
                : List.of();
    }

    private static Conditions conditionsNow() {
        NoiseMonitor monitor = NoiseMonitor.start();
        try {
            Thread.sleep(GLANCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped by a signal", e);
        }
        return conditions(monitor.stop());
    }

    private static Conditions conditions(NoiseRecord noise) {
        return new Conditions(noise.otherShare() + noise.stealShare(), noise.loadBefore());
    }
}
