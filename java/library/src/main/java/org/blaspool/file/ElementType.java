package org.blaspool.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The element types of files that become doubles, by their names in numpy. Integers beyond 2^53 are rounded to the nearest double, ties to
 * even, as numpy's {@code astype("float64")} does; everything else is exact.
 */
public enum ElementType {
    FLOAT64("f8") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putLong(8 * i, source.getLong(from + 8 * i)); // as bits: a NaN keeps its payload
            }
        }
    },
    FLOAT32("f4") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getFloat(from + 4 * i));
            }
        }
    },
    FLOAT16("f2") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, doubleOfHalf(source.getShort(from + 2 * i)));
            }
        }
    },
    INT8("i1") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.get(from + i));
            }
        }
    },
    INT16("i2") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getShort(from + 2 * i));
            }
        }
    },
    INT32("i4") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getInt(from + 4 * i));
            }
        }
    },
    INT64("i8") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getLong(from + 8 * i));
            }
        }
    },
    UINT8("u1") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.get(from + i) & 0xff);
            }
        }
    },
    UINT16("u2") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getShort(from + 2 * i) & 0xffff);
            }
        }
    },
    UINT32("u4") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.getInt(from + 4 * i) & 0xffff_ffffL);
            }
        }
    },
    UINT64("u8") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, doubleOfUnsigned(source.getLong(from + 8 * i)));
            }
        }
    },
    BOOL("b1") {
        @Override
        void widen(ByteBuffer source, int from, ByteBuffer target, int count) {
            for (int i = 0; i < count; i++) {
                target.putDouble(8 * i, source.get(from + i) != 0 ? 1 : 0);
            }
        }
    };

    private final String code;
    private final int bytes;

    ElementType(String code) {
        this.code = code;
        bytes = code.charAt(1) - '0';
    }

    /** Kind and size, as a dtype writes them: {@code f8}. */
    public String code() {
        return code;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /**
     * Widens {@code count} elements. The target may be the same memory as the source where the source's last element
     * does not end before the target's last: forwards, an element is then read before its place is written.
     *
     * @param source in the file's byte order
     * @param from where the first element is in the source
     * @param target in native byte order; filled from its index 0 on
     */
    abstract void widen(ByteBuffer source, int from, ByteBuffer target, int count);

    /** IEEE 754 binary16; the JDK has this from version 20 only. */
    static double doubleOfHalf(short half) {
        int exponent = half >> 10 & 0x1f;
        long fraction = half & 0x3ff;
        long sign = half < 0 ? Long.MIN_VALUE : 0;
        if (exponent == 0) {
            double magnitude = fraction * 0x1p-24;
            return sign == 0 ? magnitude : -magnitude;
        }
        long wideExponent = exponent == 0x1f ? 0x7ff : exponent - 15 + 1023;
        return Double.longBitsToDouble(sign | wideExponent << 52 | fraction << 42);
    }

    /** The lowest bit is kept sticky while halving, so that rounding happens once, in the conversion. */
    static double doubleOfUnsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
    }

    /** The type of a code such as {@code f8}. */
    static Optional<ElementType> ofCode(String code) {
        return Stream.of(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    /** The byte order that a dtype begins with: native where it begins with {@code =}, {@code |} or none of them. */
    static ByteOrder byteOrder(String dtype) {
        return switch (dtype.isEmpty() ? ' ' : dtype.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
    }

    /** A dtype without its byte order. */
    static String withoutByteOrder(String dtype) {
        return !dtype.isEmpty() && "<>=|".indexOf(dtype.charAt(0)) >= 0 ? dtype.substring(1) : dtype;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
