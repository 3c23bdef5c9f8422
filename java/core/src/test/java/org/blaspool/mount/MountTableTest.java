package org.blaspool.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    @TempDir
    Path root;

    private MountTable table(String... lines) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.write(root.resolve("proc/self/mountinfo"), java.util.List.of(lines));
        return MountTable.read(root);
    }

    @Test
    void shouldFindTheInnermostAndLatestMount() throws IOException {
        MountTable table = table(
                "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                "28 27 0:25 /a /home rw shared:1 master:2 - tmpfs one rw,size=4k",
                "29 27 0:26 / /home rw,noexec - tmpfs two rw",
                "30 27 0:27 / /homes rw - tmpfs three rw");
        assertThat(table.of("/home/me").orElseThrow().options()).containsExactlyInAnyOrder("rw", "noexec");
        assertThat(table.of("/homer").orElseThrow().type()).isEqualTo("ext4");
        assertThat(table.of("/homes").orElseThrow().point()).isEqualTo("/homes");
        assertThat(table.mounts().get(1).root()).isEqualTo("/a");
        assertThat(table.mounts().get(1).superOptions()).containsExactlyInAnyOrder("rw", "size=4k");
    }

    @Test
    void shouldReadBlanksInNames() throws IOException {
        MountTable table = table("27 1 254:0 / /my\\040disk\\134x rw - ext4 /dev/vda rw");
        assertThat(table.of("/my disk\\x/file")).isPresent();
    }

    @Test
    void shouldBeEmptyWhereThereIsNone() throws IOException {
        assertThat(MountTable.read(root.resolve("absent")).mounts()).isEmpty();
        assertThat(table("nonsense", "").of("/")).isEmpty();
    }
}
