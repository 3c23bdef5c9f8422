package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.blaspool.ChildJvm;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDirectoryTest {
    @TempDir
    Path scratch;

    /** Makes a directory and stays until it is killed. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            System.out.println(ScratchDirectory.create(Path.of(arguments[0])).path());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldBeOpenToItsUserAloneAndGoWhenItIsClosed() throws Exception {
        try (ScratchDirectory directory = ScratchDirectory.create(scratch)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
            Files.createDirectories(directory.path().resolve("some/where"));
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldLeaveTheDirectoriesOfOthersInThisProcessAlone() {
        try (ScratchDirectory first = ScratchDirectory.create(scratch);
                ScratchDirectory second = ScratchDirectory.create(scratch.resolve("."))) {
            assertThat(first.path()).exists();
            assertThat(second.path()).exists();
        }
        assertThat(scratch).isEmptyDirectory();
    }

    /** Another container's process has a number that means nothing here: its directory must not be taken for an orphan. */
    @Test
    void shouldSweepWhatAKilledProcessLeftButNothingOfALivingOneWhateverItsNumber() throws Exception {
        Path foreign = scratch.resolve("blaspool-4194305-0");
        try (ChildJvm owner = ChildJvm.start(Owner.class, scratch)) {
            // Its guard looks for it under its old name, as if it had been killed too.
            Files.move(Path.of(owner.line()), foreign);
            Files.writeString(foreign.resolve("a0.npy"), "operand");
            ScratchDirectory.create(scratch).close();
            assertThat(foreign.resolve("a0.npy")).exists();
        }
        assertThat(foreign).exists();
        ScratchDirectory.create(scratch).close();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldNotFollowALinkThatBearsItsName() throws Exception {
        Path treasure = Files.createDirectory(scratch.resolve("treasure"));
        Files.writeString(treasure.resolve("lock"), "");
        Files.createSymbolicLink(scratch.resolve("blaspool-4194305-1"), treasure);
        ScratchDirectory.create(scratch).close();
        assertThat(treasure.resolve("lock")).exists();
    }

    @Test
    void shouldSayWhereItCannotBeMade() {
        assertThatThrownBy(() -> ScratchDirectory.create(scratch.resolve("nowhere")))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("scratch=" + scratch.resolve("nowhere"))
                .hasMessageContaining("--scratch");
    }
}
