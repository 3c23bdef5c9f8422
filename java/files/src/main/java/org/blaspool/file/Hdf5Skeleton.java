package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** All of an HDF5 file but the elements of its one dataset: what lies before them, and what lies behind. */
record Hdf5Skeleton(ByteBuffer head, ByteBuffer tail) {
    static Hdf5Skeleton of(byte[] both, long headBytes, long tailBytes) throws IOException {
        if (headBytes < 0 || tailBytes < 0 || headBytes > both.length || tailBytes != both.length - headBytes) {
            throw new IOException("file has wrong parts: head=" + headBytes + " tail=" + tailBytes);
        }
        int head = (int) headBytes;
        return new Hdf5Skeleton(
                ByteBuffer.wrap(Arrays.copyOf(both, head)),
                ByteBuffer.wrap(Arrays.copyOfRange(both, head, both.length)));
    }
}
