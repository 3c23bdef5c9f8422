package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.transport.Channel;

/**
 * The memory of results that are lent to the parent: two, used in turn, so that one is computed while the parent still
 * takes the one before. For one thread.
 */
final class LentResults implements AutoCloseable {
    private final Channel channel;
    private final Scratch[] memory = {new Scratch(), new Scratch()};
    private final long[] sent = new long[memory.length];
    private int current;

    LentResults(Channel channel) {
        this.channel = channel;
    }

    /** The memory for the next result; waits until the parent has taken what was lent from there before. */
    Scratch next() throws IOException {
        current = (current + 1) % memory.length;
        channel.awaitTaken(sent[current]);
        return memory[current];
    }

    /** The result in the memory that {@link #next} gave last has been put. */
    void lent() {
        sent[current] = channel.bytesSent();
    }

    /** Gives the memory back; what the parent has not taken yet it still gets. */
    @Override
    public void close() {
        for (Scratch scratch : memory) {
            scratch.close();
        }
    }
}
