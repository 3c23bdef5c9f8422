package org.blaspool.transport;

import java.io.IOException;

/**
 * A user's operation on its way to a worker, behind {@link Message#OPERATION}.
 *
 * @param id its number in the pool, from 1
 * @param loader the number of the class loader in the parent that knows its classes
 * @param bytes the serialized object
 */
public record SentOperation(long id, int loader, byte[] bytes) {
    private static final int MOST_BYTES = 1 << 30;

    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putLong(id);
        channel.putInt(loader);
        channel.putInt(bytes.length);
        channel.put(bytes, 0, bytes.length);
    }

    /** Gets what {@link #put} put. */
    public static SentOperation get(Channel channel) throws IOException {
        long id = channel.getLong();
        int loader = channel.getInt();
        int length = channel.getInt();
        if (id < 1 || length < 0 || length > MOST_BYTES) {
            throw new CorruptFrameException("operation=" + id + " bytes=" + length + ", allowed 0 to " + MOST_BYTES);
        }
        byte[] bytes = new byte[length];
        channel.get(bytes, 0, length);
        return new SentOperation(id, loader, bytes);
    }
}
