package org.blaspool.file;

import io.jhdf.object.datatype.ArrayDataType;
import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteOrder;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;

/** The types of HDF5 that become doubles: IEEE 754 floats and whole integers, in either byte order. */
record Hdf5Type(ElementType type, ByteOrder byteOrder) {
    /**
     * @throws InvalidInputException where it is another type
     */
    static Hdf5Type of(DataType stored, Object name) {
        Optional<String> code = Optional.empty();
        if (stored instanceof FloatingPoint real && isIeee(real)) {
            code = Optional.of("f" + real.getSize());
        } else if (stored instanceof FixedPoint whole && isWhole(whole)) {
            code = Optional.of((whole.isSigned() ? "i" : "u") + whole.getSize());
        }
        ElementType type = code.flatMap(ElementType::ofCode)
                .orElseThrow(() -> new InvalidInputException("elements are not real numbers that fit a double: file="
                        + name + " type=" + meaning(stored) + ", allowed float64, float32, float16, integers of 1 to 8"
                        + " bytes; save it as float64"));
        return new Hdf5Type(type, ((OrderedDataType) stored).getByteOrder());
    }

    private static boolean isIeee(FloatingPoint type) {
        return switch (type.getSize()) {
            case 2 -> has(type, 10, 5, 15);
            case 4 -> has(type, 23, 8, 127);
            case 8 -> has(type, 52, 11, 1023);
            default -> false;
        };
    }

    private static boolean has(FloatingPoint type, int mantissa, int exponent, int bias) {
        int impliedBit = 2;
        return type.getBitOffset() == 0
                && type.getBitPrecision() == 8 * type.getSize()
                && type.getMantissaLocation() == 0
                && type.getMantissaSize() == mantissa
                && type.getMantissaNormalization() == impliedBit
                && type.getExponentLocation() == mantissa
                && type.getExponentSize() == exponent
                && type.getExponentBias() == bias
                && type.getSignLocation() == mantissa + exponent;
    }

    private static boolean isWhole(FixedPoint type) {
        return type.getBitOffset() == 0 && type.getBitPrecision() == 8 * type.getSize();
    }

    private static String meaning(DataType type) {
        if (type instanceof FloatingPoint) {
            return "float of " + type.getSize() + " bytes (not IEEE 754 binary16, 32 or 64)";
        } else if (type instanceof FixedPoint) {
            return "integer of " + type.getSize() + " bytes (or packed into fewer bits)";
        } else if (type instanceof CompoundDataType) {
            return "compound (as complex numbers are)";
        } else if (type instanceof EnumDataType) {
            return "enumeration (as booleans are)";
        } else if (type instanceof StringData) {
            return "strings";
        } else if (type instanceof VariableLength) {
            return "variable length";
        } else if (type instanceof ArrayDataType) {
            return "arrays";
        } else if (type instanceof BitField) {
            return "bit field";
        }
        return type.getClass().getSimpleName();
    }
}
