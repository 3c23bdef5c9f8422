package org.blaspool.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheLocationsTest {
    private static final int USER = PrivateDirectory.ofThisUser().uid();

    @Test
    void shouldUseOnlyTheDirectoryThatIsNamed() {
        Map<String, String> environment = Map.of("BLASPOOL_CACHE", "/b", "XDG_CACHE_HOME", "/x", "TMPDIR", "/t");
        assertThat(LibraryCache.locations(null, environment)).containsExactly(Path.of("/b"));
        assertThat(LibraryCache.locations("/p", environment)).containsExactly(Path.of("/p"));
    }

    @Test
    void shouldPreferTheXdgDirectoryToTheHome() {
        assertThat(LibraryCache.locations(null, Map.of("XDG_CACHE_HOME", "/x", "HOME", "/home/me")))
                .containsExactly(Path.of("/x/blaspool"));
        assertThat(LibraryCache.locations(null, Map.of("XDG_CACHE_HOME", "relative", "HOME", "/home/me")))
                .containsExactly(Path.of("/home/me/.cache/blaspool"));
    }

    @Test
    void shouldFallBackOnScratchThatTheEnvironmentNamesAndNeverGuessTmp() {
        Map<String, String> environment =
                Map.of("HOME", "/home/me", "TMPDIR", "/t", "SLURM_TMPDIR", "/s", "BLASPOOL_SCRATCH", "/b");
        assertThat(LibraryCache.locations(null, environment))
                .containsExactly(
                        Path.of("/home/me/.cache/blaspool"),
                        Path.of("/b/blaspool-cache-" + USER),
                        Path.of("/s/blaspool-cache-" + USER),
                        Path.of("/t/blaspool-cache-" + USER));
        assertThat(LibraryCache.locations(null, Map.of("HOME", "/home/me"))).hasSize(1);
    }

    @Test
    void shouldGuessTheTemporaryDirectoryForUsersWithoutAHome() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "blaspool-cache-" + USER);
        assertThat(LibraryCache.locations(null, Map.of("HOME", "/")))
                .containsExactly(Path.of("/.cache/blaspool"), temporary);
        assertThat(LibraryCache.locations(null, Map.of("HOME", "?"))).containsExactly(temporary);
        assertThat(LibraryCache.locations(null, Map.of("HOME", "/", "XDG_CACHE_HOME", "/x")))
                .containsExactly(Path.of("/x/blaspool"));
    }
}
