package org.blaspool.unpack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the cache may be, the first choice first. */
record CacheLocations(List<Path> candidates) {
    CacheLocations {
        candidates = List.copyOf(candidates);
    }

    /**
     * A directory that was named by property or {@code BLASPOOL_CACHE} is the only candidate. Otherwise the XDG cache
     * directory, and behind it scratch directories that the environment names. The temporary directory is guessed for
     * users without a home alone, as containers have them: with the root directory for one, or none at all.
     *
     * @param property the value of the system property, or null
     */
    static CacheLocations of(String property, Map<String, String> environment) {
        String named = property != null ? property : environment.getOrDefault("BLASPOOL_CACHE", "");
        if (!named.isBlank()) {
            return new CacheLocations(List.of(Path.of(named).toAbsolutePath().normalize()));
        }
        List<Path> candidates = new ArrayList<>();
        // The XDG specification has relative paths ignored.
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        if (xdg.startsWith("/")) {
            candidates.add(Path.of(xdg, "blaspool").normalize());
        } else if (home.startsWith("/")) {
            candidates.add(Path.of(home, ".cache", "blaspool").normalize());
        }
        boolean homeless = !xdg.startsWith("/") && (home.equals("/") || !home.startsWith("/"));
        // Scratch may be everybody's: a directory of one's own keeps two users apart. Not all have names.
        String own = "blaspool-cache-" + PrivateDirectory.ofThisUser().uid();
        for (String variable : List.of("BLASPOOL_SCRATCH", "SLURM_TMPDIR", "TMPDIR")) {
            String scratch = environment.getOrDefault(variable, "");
            if (scratch.startsWith("/")) {
                candidates.add(Path.of(scratch, own).normalize());
            }
        }
        if (homeless) {
            candidates.add(Path.of(System.getProperty("java.io.tmpdir"), own).normalize());
        }
        return new CacheLocations(candidates.stream().distinct().toList());
    }
}
