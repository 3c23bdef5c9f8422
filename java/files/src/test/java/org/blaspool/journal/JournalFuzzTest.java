package org.blaspool.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.journal.JournalRecord.JournalLine;

/** Journals of any bytes, and whole lines of any object. */
class JournalFuzzTest {
    @FuzzTest
    void shouldLeaveOutLinesThatAreNotWhole(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("blaspool-fuzz", ".journal");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            channel.write(ByteBuffer.wrap(bytes));
            List<String> notes = new ArrayList<>();

            assertThat(new FinishedProducts().read(path, channel, notes)).isBetween(0L, (long) bytes.length);
            assertThat(notes).hasSizeLessThan(2);
        }
    }

    @FuzzTest
    void shouldDecodeARecordThatCanBeWrittenAgainOrNone(byte[] bytes) {
        String object = new String(bytes, StandardCharsets.UTF_8);
        JournalRecord.decode(object).ifPresent(record -> {
            new FinishedProducts().add(record);
            String line = JournalLine.of(record.encode());
            assertThat(JournalLine.object(line.strip()).flatMap(JournalRecord::decode))
                    .contains(record);
        });
    }
}
