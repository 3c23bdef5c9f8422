package org.blaspool.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of broken heads, the same ones in each run. */
class NpyHeaderMutationTest {
    private static final int ROUNDS = 20_000;

    /** The first of them load classes, which is allocation too. */
    private static final int WARM_UP_ROUNDS = 500;

    private static final long MOST_BYTES = 1 << 20;
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "'",
            "\"",
            "\\",
            "\n",
            "\0",
            " ",
            "-",
            "9",
            "0",
            "99999999999999999999",
            "True",
            "None",
            "'descr'",
            "'shape'",
            "'<f8'",
            "'>i2'",
            "L",
            "\u00ff",
            "((((((((((((((((((((((((((((((((((");

    @TempDir
    Path directory;

    @Test
    void shouldMeetEveryMutationWithAHeaderOrAReason() throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(20260101);
        Path file = directory.resolve("mutated.npy");
        int accepted = 0;
        int refused = 0;
        // One open file: writing 20000 anew takes a minute where the file system syncs what is replaced.
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = mutated(random);
                channel.write(ByteBuffer.wrap(bytes), 0);
                channel.truncate(bytes.length);
                long before = threads.getCurrentThreadAllocatedBytes();
                if (isAccepted(channel, file, round, bytes)) {
                    accepted++;
                } else {
                    refused++;
                }
                if (round >= WARM_UP_ROUNDS) {
                    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                            .isLessThan(MOST_BYTES);
                }
            }
        }
        // Both ways are walked, or the mutations are too tame or too wild to tell anything.
        assertThat(accepted).isGreaterThan(ROUNDS / 100);
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    private static boolean isAccepted(FileChannel channel, Path file, int round, byte[] bytes) throws IOException {
        try {
            StoredElements elements = NpyFormat.readHead(StoredElements.of(channel, file), channel.size(), file);
            assertThat(elements.bytes()).isLessThanOrEqualTo(bytes.length);
            return true;
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).contains("file=" + file).doesNotContain("\n");
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("round=" + round + " bytes=" + Arrays.toString(bytes), e);
        }
    }

    private static byte[] mutated(Random random) {
        int version = 1 + random.nextInt(3);
        String text = NpyBytes.dictionary("<f8", random.nextBoolean(), "(2, 3)");
        boolean inText = random.nextBoolean();
        if (inText) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                text = mutated(text, random);
            }
        }
        byte[] bytes = NpyBytes.file(version, text, new byte[48]);
        if (!inText || random.nextInt(4) == 0) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static String mutated(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(6));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        String changed = text.substring(0, from) + (random.nextInt(4) == 0 ? "" : piece) + text.substring(to);
        return changed.isEmpty() ? new String(new byte[] {0}, StandardCharsets.ISO_8859_1) : changed;
    }
}
