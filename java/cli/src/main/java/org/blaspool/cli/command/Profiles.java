package org.blaspool.cli.command;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.blaspool.blas.Blas;
import org.blaspool.plan.MachineProfile;
import org.blaspool.plan.ProfileCalibration;
import org.blaspool.plan.ProfileFile;

/** Where predictions take the machine's figures from: measured once, kept in the user's cache, measured anew on demand. */
public final class Profiles {
    private final ProfileCalibration calibration;
    private final ProfileFile cache;

    Profiles(Machine machine, Blas blas, Map<String, String> environment) {
        this.calibration = new ProfileCalibration(machine.topology(), machine.cpus(), blas);
        this.cache = ProfileFile.inUsersCache(environment);
    }

    /** The profile that is kept for this machine, CPUs and BLAS; nothing is measured. */
    public Optional<MachineProfile> kept() {
        return cache.read(calibration.identity());
    }

    /** The one that is kept, else measured now, which takes a few seconds. */
    public MachineProfile keptOrMeasured() {
        return kept().orElseGet(this::measured);
    }

    /** Measured now, and kept where the cache can be written. */
    public MachineProfile measured() {
        MachineProfile profile = calibration.measure();
        try {
            cache.write(profile);
        } catch (IOException e) {
            // It serves this run; the next one measures again.
            return profile;
        }
        return profile;
    }
}
