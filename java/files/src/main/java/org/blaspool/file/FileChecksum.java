package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** The CRC-32C (Castagnoli, RFC 3720) of a file: processors have an instruction for it, and `rhash --crc32c` tells it. */
public final class FileChecksum {
    private static final int BLOCK_BYTES = 1 << 18;

    private FileChecksum() {}

    /**
     * Reads a whole file.
     *
     * @throws org.blaspool.error.InvalidInputException where it cannot be read
     * @throws org.blaspool.error.StoppedException where the thread is interrupted
     */
    public static int of(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C crc = new CRC32C();
            ByteBuffer block = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(BLOCK_BYTES, channel.size())));
            while (channel.read(block) >= 0) {
                crc.update(block.flip());
                block.clear();
            }
            return (int) crc.getValue();
        } catch (IOException e) {
            throw InputFile.failure(file, e);
        }
    }
}
