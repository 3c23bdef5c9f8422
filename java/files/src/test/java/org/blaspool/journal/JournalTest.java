package org.blaspool.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.journal.JournalRecord.JournalLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private static final InputStates INPUTS =
            new InputStates(new FileState(1, 2, 3), new FileState(4, 5, 6), new FileState(7, 8, 9), "1.0 NT 2.0");

    @TempDir
    private Path out;

    private final List<String> notes = new ArrayList<>();
    private FinishedProducts finished;
    private JournalDirectory directory;
    private Path file;

    @BeforeEach
    void place() {
        directory = new JournalDirectory(out, 0, 2);
        file = directory.journal();
    }

    private static JournalRecord record(String name, long modified) {
        return new JournalRecord(name, 17, INPUTS, new FileState(128, modified, 99), 0xdeadbeef);
    }

    private Journal open(JournalDirectory journal) {
        finished = new FinishedProducts();
        notes.clear();
        return Journal.open(journal, finished, notes);
    }

    private void read() {
        open(directory).close();
    }

    private void write(JournalRecord... records) {
        try (Journal journal = open(directory)) {
            journal.append(List.of(records));
        }
    }

    @Test
    void shouldKnowWhatWasRecordedBefore() {
        write(record("a/\u00e9 \"1\".npy", 99), record("b.npy", 100));
        write(record("b.npy", 101));

        read();
        assertThat(notes).isEmpty();
        assertThat(finished.size()).isEqualTo(2);
        assertThat(finished.get("c.npy")).isEmpty();
        assertThat(finished.get("a/\u00e9 \"1\".npy")).hasValueSatisfying(known -> {
            assertThat(known.crc()).isEqualTo(0xdeadbeef);
            assertThat(known.looksLike(new FileState(128, 99, 1))).isTrue();
            assertThat(known.looksLike(new FileState(128, 98, 1))).isFalse();
            assertThat(known.looksLike(new FileState(127, 99, 1))).isFalse();
            assertThat(known.madeOf(INPUTS)).isTrue();
            assertThat(known.madeOf(new InputStates(INPUTS.a(), INPUTS.b(), INPUTS.c(), "1.0 NN 2.0")))
                    .isFalse();
            assertThat(known.madeOf(new InputStates(INPUTS.a(), new FileState(4, 5, 7), INPUTS.c(), "1.0 NT 2.0")))
                    .isFalse();
        });
        assertThat(finished.get("b.npy"))
                .as("the last word counts")
                .hasValueSatisfying(
                        known -> assertThat(known.result().modifiedNanos()).isEqualTo(101));
    }

    @Test
    void shouldReadRecordsOfOldWhichTellNoInode() throws IOException {
        write(record("a.npy", 99));
        String old = record("b.npy", 100).encode().replace(",\"inode\":99", "");
        assertThat(old).doesNotContain("inode");
        Files.writeString(file, JournalLine.of(old), StandardOpenOption.APPEND);

        read();
        assertThat(finished.get("a.npy")).hasValueSatisfying(known -> {
            assertThat(known.is(new FileState(128, 99, 99))).isTrue();
            assertThat(known.is(new FileState(128, 99, 98))).isFalse();
            assertThat(known.is(new FileState(128, 98, 99))).isFalse();
        });
        assertThat(finished.get("b.npy")).hasValueSatisfying(known -> {
            assertThat(known.looksLike(new FileState(128, 100, 1))).isTrue();
            assertThat(known.result().inode()).isZero();
        });
    }

    @Test
    void shouldTolerateATearAtEveryByteOfItsEnd() throws IOException {
        write(record("a.npy", 1), record("b.npy", 2));
        byte[] whole = Files.readAllBytes(file);
        int last = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf("{\"out\":\"b.npy\"");
        for (int length = last; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            write(record("c.npy", 3));
            read();
            assertThat(finished.get("a.npy")).isPresent();
            assertThat(finished.get("b.npy")).isEmpty();
            assertThat(finished.get("c.npy")).isPresent();
            assertThat(notes).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0\n", "{\"out\":\"x.npy\"}\n", "\n", "\u00ff\ufffe garbage\n"})
    void shouldLeaveOutLinesThatAreNotWholeAndSaySo(String garbage) throws IOException {
        write(record("a.npy", 1));
        Files.writeString(file, garbage, StandardOpenOption.APPEND);
        Files.writeString(file, JournalLine.of(record("b.npy", 2).encode()), StandardOpenOption.APPEND);

        read();
        assertThat(finished.size()).isEqualTo(2);
        assertThat(notes).singleElement().asString().contains("file=" + file + " lines=1");
    }

    @Test
    void shouldNotTrustARecordOfWhichABitHasChanged() throws IOException {
        write(record("a.npy", 1));
        byte[] whole = Files.readAllBytes(file);
        int record = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf("{\"out\"");
        for (int at = record; at < whole.length - 1; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            read();
            assertThat(finished.size()).as("byte %d", at).isZero();
        }
    }

    @Test
    void shouldBelongToOneRunAtATimeAndLeaveOtherShardsAlone() {
        try (Journal held = open(directory);
                Journal other = open(new JournalDirectory(out, 1, 2))) {
            assertThatThrownBy(() -> open(directory))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("shard is being run already: shard=0/2 journal=" + file)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid());
            held.append(List.of(record("a.npy", 1)));
            other.append(List.of(record("b.npy", 1)));
        }
        write(record("c.npy", 1));
    }

    @Test
    void shouldReadWhatOtherDivisionsFinishedButNotOtherShardsOfTheSame() {
        write(record("a.npy", 1));
        try (Journal other = open(new JournalDirectory(out, 2, 3))) {
            other.append(List.of(record("b.npy", 1)));
        }
        FinishedProducts of2 = new FinishedProducts();
        FinishedProducts of3 = new FinishedProducts();

        notes.clear();
        directory.readOtherDivisions(of2, notes);
        new JournalDirectory(out, 0, 3).readOtherDivisions(of3, notes);
        new JournalDirectory(out.resolve("none"), 0, 1).readOtherDivisions(of2, notes);
        assertThat(notes).isEmpty();
        assertThat(of2.get("b.npy")).isPresent();
        assertThat(of2.get("a.npy")).isEmpty();
        assertThat(of3.get("a.npy")).isPresent();
    }

    @Test
    void shouldSeeAFileThatWasReplacedByOneOfTheSameSizeAndTime() throws IOException {
        Path input = Files.writeString(out.resolve("a"), "one");
        FileState before = FileState.of(input).orElseThrow();
        Path other = Files.writeString(out.resolve("b"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(input));
        Files.move(other, input, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(FileState.of(input)).hasValueSatisfying(now -> {
            assertThat(now.bytes()).isEqualTo(before.bytes());
            assertThat(now.modifiedNanos()).isEqualTo(before.modifiedNanos());
            assertThat(now).isNotEqualTo(before);
        });
        assertThat(FileState.of(out.resolve("none"))).isEmpty();
    }
}
