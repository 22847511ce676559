package io.github.mewe.wasm;

import java.util.List;

/** Packs the encodings of reference types into the identities of value types. */
final class ReferenceType {
    /** Greater than the identities that the native library assigns. */
    private static final long FIRST = 1L << 60;

    private static final long TYPED = FIRST << 1;
    private static final long HEAP_TYPE_BIAS = 1L << 33;

    private static final int FIRST_SHORTHAND = 0x67;
    private static final List<String> SHORTHANDS = List.of(
            "stringref",
            "contref",
            "exnref",
            "arrayref",
            "structref",
            "i31ref",
            "eqref",
            "anyref",
            "externref",
            "funcref",
            "nullref",
            "nullexternref",
            "nullfuncref",
            "nullexnref",
            "nullcontref");

    private ReferenceType() {}

    /** Determines if a byte alone encodes a reference type. */
    static boolean isShorthand(int code) {
        return code >= FIRST_SHORTHAND && code < FIRST_SHORTHAND + SHORTHANDS.size();
    }

    static ValueType of(int shorthand) {
        return new ValueType(FIRST + shorthand, false);
    }

    static ValueType of(boolean isNullable, long heapType) {
        return new ValueType(TYPED + (heapType + HEAP_TYPE_BIAS << 1) + (isNullable ? 1 : 0), false);
    }

    static boolean isShorthand(ValueType type) {
        check(type);
        return type.id() < TYPED;
    }

    static boolean isTyped(ValueType type) {
        return type.id() >= TYPED;
    }

    static int shorthand(ValueType type) {
        return (int) (type.id() - FIRST);
    }

    static boolean isNullable(ValueType type) {
        return (type.id() & 1) != 0;
    }

    static long heapType(ValueType type) {
        return (type.id() - TYPED >> 1) - HEAP_TYPE_BIAS;
    }

    /** The name in the text format; a number for types of the native library. */
    static String text(ValueType type) {
        if (type.id() < FIRST) {
            return "type#" + type.id();
        }
        if (isShorthand(type)) {
            return SHORTHANDS.get(shorthand(type) - FIRST_SHORTHAND);
        }
        long heapType = heapType(type);
        String name = heapType >= 0 ? String.valueOf(heapType) : "heap type " + heapType;
        return isNullable(type) ? "(ref null " + name + ")" : "(ref " + name + ")";
    }

    private static void check(ValueType type) {
        if (type.id() < FIRST) {
            throw new IllegalArgumentException("the binary format has no value type " + type);
        }
    }
}
