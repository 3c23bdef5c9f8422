package org.blaspool.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.error.InvalidInputException;

/**
 * The split rules of a machine and a BLAS: measured once, in about three seconds, and kept in a file of their own beside
 * the machine profiles.
 */
public final class SplitTuning {
    /** Changes with what is measured or how, so that rules of an older release are measured anew. */
    private static final int VERSION = 2;

    private static final long BUDGET_NANOS = 5_000_000_000L;

    private final KeptProperties files;
    private final String identity;
    private final BlasLibrary blas;

    /** @param directory where the files are; it is made when the first one is written */
    public SplitTuning(Path directory, CpuTopology topology, BlasLibrary blas) {
        BlasInfo info = blas.info();
        this.files = new KeptProperties(directory, "split", VERSION);
        this.identity =
                String.join("|", topology.model(), info.kind() + " " + info.version(), info.core(), info.path());
        this.blas = blas;
    }

    /** The rules that are kept in the user's cache, {@code $XDG_CACHE_HOME/blaspool} or {@code ~/.cache/blaspool}. */
    public static SplitTuning inUsersCache(CpuTopology topology, BlasLibrary blas, Map<String, String> environment) {
        return new SplitTuning(KeptProperties.usersDirectory(environment), topology, blas);
    }

    /** The rules that are kept; nothing is measured. */
    public Optional<SplitRules> kept() {
        try {
            return files.read(identity).map(values -> SplitRules.parse(values.getProperty("rules", "?")));
        } catch (InvalidInputException damaged) {
            return Optional.empty();
        }
    }

    /** The rules that are kept, else measured now. */
    public SplitRules keptOrMeasured() {
        return kept().orElseGet(this::measured);
    }

    /** Measured now, in the calling thread, and kept where the cache can be written. Nobody may call the BLAS meanwhile. */
    public SplitRules measured() {
        SplitRules rules = blas.calibrateSplit(BUDGET_NANOS);
        Properties values = new Properties();
        values.setProperty("rules", rules.toString());
        try {
            files.write(identity, values);
        } catch (IOException e) {
            // They serve this run; the next one measures again.
            return rules;
        }
        return rules;
    }
}
