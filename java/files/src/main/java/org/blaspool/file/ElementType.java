package org.blaspool.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.blaspool.jni.NativeElements;

/**
 * The element types of files that become doubles, by their names in numpy. Integers beyond 2^53 are rounded to the nearest double, ties to
 * even, as numpy's {@code astype("float64")} does; everything else is exact.
 */
public enum ElementType {
    FLOAT64("f8", NativeElements.F8),
    FLOAT32("f4", NativeElements.F4),
    FLOAT16("f2", NativeElements.F2),
    INT8("i1", NativeElements.I1),
    INT16("i2", NativeElements.I2),
    INT32("i4", NativeElements.I4),
    INT64("i8", NativeElements.I8),
    UINT8("u1", NativeElements.U1),
    UINT16("u2", NativeElements.U2),
    UINT32("u4", NativeElements.U4),
    UINT64("u8", NativeElements.U8),
    BOOL("b1", NativeElements.B1);

    private final String code;
    private final int bytes;
    private final int nativeType;

    ElementType(String code, int nativeType) {
        this.code = code;
        this.nativeType = nativeType;
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
     * Widens elements in place.
     *
     * @param doubles a view of a region from its index 0 on, or another direct buffer, at a multiple of 8 bytes
     * @param count how many; they lie in the last bytes of the place that they take as doubles
     * @param byteOrder theirs; that of the doubles is this machine's
     */
    void widen(ByteBuffer doubles, int count, ByteOrder byteOrder) {
        NativeElements.widen(doubles, count, nativeType, byteOrder != ByteOrder.nativeOrder());
    }

    /** The type of a code such as {@code f8}. */
    static Optional<ElementType> ofCode(String code) {
        return Stream.of(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    /**
     * The type of a dtype without its byte order, which may be any of numpy's names of it: {@code f8}, {@code d},
     * {@code float64}. C's long has 8 bytes, as numpy has it on Linux.
     */
    static Optional<ElementType> ofDtype(String name) {
        return switch (name) {
            case "d", "float64", "double", "float" -> Optional.of(FLOAT64);
            case "f", "float32", "single" -> Optional.of(FLOAT32);
            case "e", "float16", "half" -> Optional.of(FLOAT16);
            case "b", "int8", "byte" -> Optional.of(INT8);
            case "h", "int16", "short" -> Optional.of(INT16);
            case "i", "int32", "intc" -> Optional.of(INT32);
            case "l", "q", "int64", "int", "longlong" -> Optional.of(INT64);
            case "B", "uint8", "ubyte" -> Optional.of(UINT8);
            case "H", "uint16", "ushort" -> Optional.of(UINT16);
            case "I", "uint32", "uintc" -> Optional.of(UINT32);
            case "L", "Q", "uint64", "uint", "ulonglong" -> Optional.of(UINT64);
            case "?", "bool" -> Optional.of(BOOL);
            default -> ofCode(name);
        };
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
