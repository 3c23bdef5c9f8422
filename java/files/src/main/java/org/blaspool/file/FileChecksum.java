package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
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

    /**
     * A file that is written from its front to its back, and the CRC-32C of what was written, as {@link FileChecksum} has it:
     * reading the file again for it would take as long as writing it. For use by one thread; the file stays the caller's.
     */
    static final class ChecksummedChannel implements WritableByteChannel {
        /** The system copies what is in the second-level cache from then. */
        private static final int PIECE_BYTES = 256 << 10;

        private final FileChannel file;
        private final CRC32C crc = new CRC32C();

        ChecksummedChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int start = bytes.position();
            ByteBuffer piece = bytes.slice(start, Math.min(PIECE_BYTES, bytes.remaining()));
            int written = file.write(piece.duplicate());
            crc.update(piece.limit(written));
            bytes.position(start + written);
            return written;
        }

        /** Of all that was written. */
        int checksum() {
            return (int) crc.getValue();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
