package io.github.mewe.wasm;

import java.util.List;
import java.util.Optional;

/**
 * The type of a value, of an expression or of a local. Numeric types are the constants of this class. Only the package
 * that created any other type, from the binary format or from the native library, can interpret its identity.
 *
 * @param id the identity of the type
 * @param isTuple true if the type stands for several values
 */
public record ValueType(long id, boolean isTuple) {

    /** No value. */
    public static final ValueType NONE = new ValueType(0, false);

    /** The type of an expression after which control never continues. */
    public static final ValueType UNREACHABLE = new ValueType(1, false);

    /** 32-bit integer. */
    public static final ValueType I32 = new ValueType(2, false);

    /** 64-bit integer. */
    public static final ValueType I64 = new ValueType(3, false);

    /** 32-bit float. */
    public static final ValueType F32 = new ValueType(4, false);

    /** 64-bit float. */
    public static final ValueType F64 = new ValueType(5, false);

    /** 128-bit vector. */
    public static final ValueType V128 = new ValueType(6, false);

    /** Any reference, regardless of its heap type. */
    public static final ValueType REFERENCE = new ValueType(7, false);

    private static final long NARROW = 0xFFFF_FFFFL;
    private static final Kind[] KINDS = Kind.values();
    private static final List<ValueType> NUMERIC = List.of(I32, I64, F32, F64, V128);

    /** The kinds of types, in the order of the identities of those that have a constant. */
    public enum Kind {
        /** {@link ValueType#NONE}. */
        NONE,
        /** {@link ValueType#UNREACHABLE}. */
        UNREACHABLE,
        /** {@link ValueType#I32}. */
        I32,
        /** {@link ValueType#I64}. */
        I64,
        /** {@link ValueType#F32}. */
        F32,
        /** {@link ValueType#F64}. */
        F64,
        /** {@link ValueType#V128}. */
        V128,
        /** A reference. */
        REFERENCE,
        /** Several values. */
        TUPLE
    }

    /** Finds a numeric type by its name in the text format. */
    public static Optional<ValueType> numeric(String name) {
        return NUMERIC.stream().filter(type -> type.toString().equals(name)).findFirst();
    }

    /** The kind of the type, to switch over. */
    public Kind kind() {
        return isTuple ? Kind.TUPLE : KINDS[(int) Math.min(id, REFERENCE.id)];
    }

    /** Determines if this is {@link #I32} or {@link #I64}. */
    public boolean isInteger() {
        return id == I32.id || id == I64.id;
    }

    /** Determines if this is an integer or a float, not a vector. */
    public boolean isScalar() {
        return id >= I32.id && id <= F64.id;
    }

    /** Determines if this is a reference or stands for several values. */
    public boolean isReference() {
        return id > V128.id;
    }

    /** Determines if this is the type of a value: neither {@link #NONE} nor {@link #UNREACHABLE}. */
    public boolean isConcrete() {
        return id > UNREACHABLE.id;
    }

    /**
     * The width of an integer type.
     *
     * @return 32 or 64 bits
     * @throws IllegalStateException if this is not an integer type
     */
    public int bits() {
        if (!isInteger()) {
            throw new IllegalStateException("not an integer type: " + this);
        }
        return id == I32.id ? 32 : 64;
    }

    /**
     * The size in memory of a numeric type.
     *
     * @return 4, 8 or 16 bytes
     * @throws IllegalStateException if this is not a numeric type
     */
    public int bytes() {
        if (!isScalar() && id != V128.id) {
            throw new IllegalStateException("not a numeric type: " + this);
        }
        return id == V128.id ? 16 : id == I32.id || id == F32.id ? 4 : 8;
    }

    /** Determines if this is {@link #F32} or {@link #F64}. */
    public boolean isFloat() {
        return id == F32.id || id == F64.id;
    }

    /** Determines if a heap type follows in the binary format. */
    public boolean namesHeapType() {
        return ReferenceType.isTyped(this);
    }

    /** Determines if this is {@link #I32} or {@link #F32}. */
    public boolean isNarrow() {
        return id == I32.id || id == F32.id;
    }

    /** Clears the upper half of a value's bits if the type has 32 bits. */
    public long truncate(long bits) {
        return isNarrow() ? bits & NARROW : bits;
    }

    /** Faster than the generated method: types are compared all the time. */
    @Override
    public boolean equals(Object object) {
        return this == object || object instanceof ValueType other && id == other.id && isTuple == other.isTuple;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return switch ((int) Math.min(id, Integer.MAX_VALUE)) {
            case 0 -> "none";
            case 1 -> "unreachable";
            case 2 -> "i32";
            case 3 -> "i64";
            case 4 -> "f32";
            case 5 -> "f64";
            case 6 -> "v128";
            case 7 -> "reference";
            default -> ReferenceType.text(this);
        };
    }
}
