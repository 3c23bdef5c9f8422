package org.blaspool.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A few numbers for each of many texts, which are known by their {@link Fingerprint}s: a hash table with linear probing
 * in one array, since a map of objects would take ten times the memory for a million texts. Texts are never removed. For
 * one thread at a time.
 */
public final class FingerprintTable {
    private static final int SMALLEST = 64;

    private final int values;
    private final int stride;
    private long[] slots;
    private int size;

    /** @param values how many numbers a text has; the first of them is never 0, which marks a free place */
    public FingerprintTable(int values) {
        this.values = values;
        this.stride = 2 + values;
        this.slots = new long[SMALLEST * stride];
    }

    /** Texts that have numbers. */
    public int size() {
        return size;
    }

    /** Whether a text has numbers. */
    public boolean contains(Fingerprint text) {
        return slots[find(slots, text.high(), text.low()) + 2] != 0;
    }

    /** A number of a text; 0 where it has none. */
    public long get(Fingerprint text, int value) {
        return slots[find(slots, text.high(), text.low()) + 2 + value];
    }

    /** Gives a text its numbers, in place of those that it had. */
    public void put(Fingerprint text, long... numbers) {
        if (numbers.length != values || numbers[0] == 0) {
            throw new IllegalArgumentException(
                    "numbers=" + numbers.length + ", expected " + values + ", the first not 0");
        }
        if (size >= slots.length / stride / 4 * 3) {
            grow();
        }
        int at = find(slots, text.high(), text.low());
        if (slots[at + 2] == 0) {
            size++;
        }
        slots[at] = text.high();
        slots[at + 1] = text.low();
        System.arraycopy(numbers, 0, slots, at + 2, values);
    }

    private void grow() {
        long[] wider = new long[Math.multiplyExact(slots.length, 2)];
        for (int from = 0; from < slots.length; from += stride) {
            if (slots[from + 2] != 0) {
                System.arraycopy(slots, from, wider, find(wider, slots[from], slots[from + 1]), stride);
            }
        }
        slots = wider;
    }

    /** Where a text is, or where it belongs. The number of places is a power of two, and never are all taken. */
    private int find(long[] table, long high, long low) {
        int mask = table.length / stride - 1;
        int place = (int) (high & mask);
        while (true) {
            int at = place * stride;
            if (table[at + 2] == 0 || table[at] == high && table[at + 1] == low) {
                return at;
            }
            place = (place + 1) & mask;
        }
    }

    /**
     * 128 bits that stand for a text: the first half of its SHA-256. Among a billion texts two of one fingerprint are there
     * with a chance of one in 10^20.
     */
    public record Fingerprint(long high, long low) {
        private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(() -> {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        });

        /** That of a text. */
        public static Fingerprint of(String text) {
            ByteBuffer digest = ByteBuffer.wrap(DIGESTS.get().digest(text.getBytes(StandardCharsets.UTF_8)));
            return new Fingerprint(digest.getLong(), digest.getLong());
        }
    }
}
