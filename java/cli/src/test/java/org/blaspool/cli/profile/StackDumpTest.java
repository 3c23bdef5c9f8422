package org.blaspool.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.cli.profile.PerfData.StackDump;
import org.blaspool.cli.profile.PerfData.StackDump.PerfMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDumpTest {
    private static final long START = 0x7fff_0000_1000L;

    @TempDir
    private Path directory;

    /** Native frames without frame pointers, then two Java frames with them, called by a stub. */
    @Test
    void shouldFollowFramePointersFromTheFirstJavaFrameOn() throws Exception {
        Path file = Files.writeString(
                directory.resolve("perf.map"),
                "0x1000 0x100 void A.inner()\n0x2000 0x100 void A.outer(int)\n3000 100 StubRoutines (1)\n");
        long[] words = new long[12];
        words[1] = 0x1010; // where the native frame returns to, in A.inner
        words[3] = START + 6 * 8; // A.inner's saved frame pointer ...
        words[4] = 0x2020; // ... and where it returns to
        words[6] = START + 9 * 8;
        words[7] = 0x3030;
        words[9] = 0;
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 8).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(words);
        StackDump dump = new StackDump(START, bytes.array(), bytes.capacity());

        assertThat(dump.javaFrames(0x100f, PerfMap.read(file)))
                .containsExactly("void A.outer(int)", "StubRoutines (1)");
        assertThat(dump.javaFrames(0x5555, PerfMap.read(file))).isEmpty();
    }
}
