package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file for a library that would map it: it is told that mapping is not supported, and reads. Another process may
 * truncate the file, which a mapping answers with SIGBUS. A read at a position fills the buffer or ends at the file's
 * end.
 */
final class PreadChannel extends FileChannel {
    private final FileChannel file;

    PreadChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (position < 0) {
            throw new IOException("position is negative: position=" + position);
        }
        int total = 0;
        while (target.hasRemaining()) {
            int read = file.read(target, position + total);
            if (read < 0) {
                return total == 0 ? -1 : total;
            }
            total += read;
        }
        return total;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        if (position < 0 || size < 0 || size > file.size() - position) {
            // Else memory would be taken for it before the read fails. Any other exception makes the caller read.
            throw new IllegalArgumentException("a part is not in the file: position=" + position + " bytes=" + size
                    + " file_bytes=" + file.size());
        }
        throw new UnsupportedOperationException("files are read, not mapped");
    }

    @Override
    public int read(ByteBuffer target) {
        throw readOnlyByPosition();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw readOnlyByPosition();
    }

    @Override
    public int write(ByteBuffer source) {
        throw readOnlyByPosition();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw readOnlyByPosition();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw readOnlyByPosition();
    }

    @Override
    public long position() {
        throw readOnlyByPosition();
    }

    @Override
    public FileChannel position(long position) {
        throw readOnlyByPosition();
    }

    @Override
    public FileChannel truncate(long size) {
        throw readOnlyByPosition();
    }

    @Override
    public void force(boolean metadata) {
        throw readOnlyByPosition();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw readOnlyByPosition();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw readOnlyByPosition();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw readOnlyByPosition();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw readOnlyByPosition();
    }

    private static UnsupportedOperationException readOnlyByPosition() {
        return new UnsupportedOperationException("only reads at a position are supported");
    }
}
