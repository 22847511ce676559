package io.github.mewe.equivalence.harness;

import java.util.List;

/**
 * The type of a function.
 *
 * @param params the codes of the parameters' types in the binary format
 * @param results the codes of the results' types
 */
public record FunctionShape(List<Integer> params, List<Integer> results) {
    public static final int I32 = 0x7F;
    public static final int I64 = 0x7E;
    public static final int F32 = 0x7D;
    public static final int F64 = 0x7C;

    /** Stands for a type that names another type. */
    static final int OTHER = 0;

    /** Copies the lists. */
    public FunctionShape {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** Whether only numbers of at most 64 bits go in and out. */
    public boolean isScalar() {
        return params.stream().allMatch(FunctionShape::isScalar)
                && results.stream().allMatch(FunctionShape::isScalar);
    }

    public static boolean isScalar(int type) {
        return type >= F64 && type <= I32;
    }

    /** A value's bits as an engine keeps them in a long, without what may lie above those of a 32-bit type. */
    public static long bits(int type, long value) {
        return type == I32 || type == F32 ? value & 0xFFFF_FFFFL : value;
    }

    public static String name(int type) {
        return switch (type) {
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "f32";
            case F64 -> "f64";
            case 0x7B -> "v128";
            case 0x70 -> "funcref";
            case 0x6F -> "externref";
            default -> "a reference";
        };
    }
}
