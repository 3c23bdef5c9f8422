package org.blaspool.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** .npy files put together byte by byte, independently of what is tested. */
final class NpyBytes {
    private NpyBytes() {}

    /** A file with this dictionary, padded to 64 bytes as numpy does. */
    static byte[] file(int version, String dictionary, byte[] data) {
        int lengthBytes = version == 1 ? 2 : 4;
        int unpadded = 8 + lengthBytes + dictionary.length() + 1;
        String padded = dictionary + " ".repeat(63 - (unpadded - 1) % 64) + "\n";
        return unpadded(version, padded, data);
    }

    /** A file whose head is exactly this text. */
    static byte[] unpadded(int version, String text, byte[] data) {
        byte[] encoded = text.getBytes(version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        file.writeBytes(
                version == 1
                        ? length.putShort((short) encoded.length).array()
                        : length.putInt(encoded.length).array());
        file.writeBytes(encoded);
        file.writeBytes(data);
        return file.toByteArray();
    }

    static String dictionary(String descr, boolean fortranOrder, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': "
                + shape + ", }";
    }

    /** Whole numbers as elements of a type, by the format's own definition of its bytes. */
    static byte[] elements(ElementType type, ByteOrder order, long... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * type.bytes()).order(order);
        for (long value : values) {
            switch (type) {
                case FLOAT64 -> data.putDouble(value);
                case FLOAT32 -> data.putFloat(value);
                case FLOAT16 -> data.putShort(halfOf(value));
                case INT8, UINT8, BOOL -> data.put((byte) value);
                case INT16, UINT16 -> data.putShort((short) value);
                case INT32, UINT32 -> data.putInt((int) value);
                case INT64, UINT64 -> data.putLong(value);
            }
        }
        return data.array();
    }

    /** The binary16 of a small whole number. */
    private static short halfOf(long value) {
        if (value == 0) {
            return 0;
        }
        int bits = Float.floatToIntBits(Math.abs(value));
        int exponent = (bits >> 23) - 127 + 15;
        return (short) ((value < 0 ? 0x8000 : 0) | exponent << 10 | bits >> 13 & 0x3ff);
    }
}
