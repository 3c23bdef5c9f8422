package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadBackEveryNumberThatItWrote() throws IOException {
        ProfileFile file = new ProfileFile(directory.resolve("made"));
        MachineProfile written = SyntheticProfile.of(2).measuredUnder(new MachineProfile.Conditions(0.25, 3.5));
        file.write(written);

        MachineProfile read = file.read(written.identity()).orElseThrow();

        BatchShape batch = BatchShape.of(300, 70, 1100, 37);
        for (StrategyKind kind : StrategyKind.values()) {
            assertThat(new CostModel(read).predict(StrategySpec.of(kind), batch))
                    .isEqualTo(new CostModel(written).predict(StrategySpec.of(kind), batch));
        }
        assertThat(read.feedings()).isEqualTo(written.feedings());
        assertThat(read.jvmStartSeconds()).isEqualTo(written.jvmStartSeconds());
        assertThat(read.conditions()).isEqualTo(written.conditions());
        assertThat(files()).hasSize(1);
    }

    @Test
    void shouldKeepMachinesApart() throws IOException {
        ProfileFile file = new ProfileFile(directory);
        file.write(SyntheticProfile.of(2));
        file.write(SyntheticProfile.of(4));

        assertThat(file.read("a machine|2").orElseThrow().cpus()).isEqualTo(2);
        assertThat(file.read("a machine|4").orElseThrow().cpus()).isEqualTo(4);
        assertThat(file.read("a machine|8")).isEmpty();
    }

    @Test
    void shouldTakeADamagedFileForNone() throws IOException {
        ProfileFile file = new ProfileFile(directory);
        file.write(SyntheticProfile.of(2));
        Path path = files().get(0);
        List<String> lines = Files.readAllLines(path);
        lines.removeIf(line -> line.startsWith("jvm-start-seconds"));
        Files.write(path, lines);

        assertThat(file.read("a machine|2")).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all =
                Files.list(directory.resolve("made").toFile().isDirectory() ? directory.resolve("made") : directory)) {
            return all.toList();
        }
    }
}
