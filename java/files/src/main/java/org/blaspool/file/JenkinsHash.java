package org.blaspool.file;

/** Bob Jenkins's hash lookup3 (hashlittle), which HDF5 takes as the checksum of its metadata. */
final class JenkinsHash {
    private JenkinsHash() {}

    /** Of the first {@code length} bytes, from the initial value 0. */
    static int lookup3(byte[] bytes, int length) {
        int a = 0xdeadbeef + length;
        int b = a;
        int c = a;
        int at = 0;
        while (length - at > 12) {
            a += word(bytes, at, length);
            b += word(bytes, at + 4, length);
            c += word(bytes, at + 8, length);
            at += 12;
            a -= c;
            a ^= Integer.rotateLeft(c, 4);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 6);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 8);
            b += a;
            a -= c;
            a ^= Integer.rotateLeft(c, 16);
            c += b;
            b -= a;
            b ^= Integer.rotateLeft(a, 19);
            a += c;
            c -= b;
            c ^= Integer.rotateLeft(b, 4);
            b += a;
        }
        if (at == length) {
            return c;
        }
        a += word(bytes, at, length);
        b += word(bytes, at + 4, length);
        c += word(bytes, at + 8, length);
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }

    /** Four bytes, the first the lowest; those beyond the end are 0. */
    private static int word(byte[] bytes, int from, int length) {
        int word = 0;
        for (int i = 0; i < Integer.BYTES && from + i < length; i++) {
            word |= (bytes[from + i] & 0xff) << 8 * i;
        }
        return word;
    }
}
