package io.github.mewe.wasm;

import java.util.List;

/** Encodes and decodes value types (core specification, section 5.3). */
final class TypeFormat {
    static final int FUNCTION = 0x60;
    static final int STRUCTURE = 0x5F;
    static final int ARRAY = 0x5E;
    static final int CONTINUATION = 0x5D;
    static final int SUBTYPE = 0x50;
    static final int FINAL_SUBTYPE = 0x4F;
    static final int RECURSIVE_GROUP = 0x4E;

    /** Types of fields that are not value types. */
    static final int I8 = 0x78;

    static final int I16 = 0x77;

    private static final int FIRST_NUMBER = 0x7F;
    private static final List<ValueType> NUMBERS =
            List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64, ValueType.V128);
    static final int NULLABLE = 0x63;
    private static final int NON_NULL = 0x64;

    /** The byte in front of a shared type or of a shared abstract heap type (shared-everything-threads proposal). */
    static final int SHARED = 0x65;

    /** Added to the number of a shared abstract heap type. Others are at least -64. */
    private static final long SHARED_HEAP_TYPES = -1024;

    private TypeFormat() {}

    /** The byte in front of a heap type. */
    static boolean isTyped(int code) {
        return code == NULLABLE || code == NON_NULL;
    }

    static ValueType read(BinaryReader reader) {
        int start = reader.position();
        int code = reader.u8();
        if (isTyped(code)) {
            return ReferenceType.of(code == NULLABLE, readHeapType(reader));
        }
        if (ReferenceType.isShorthand(code)) {
            return ReferenceType.of(code);
        }
        if (code > FIRST_NUMBER || FIRST_NUMBER - code >= NUMBERS.size()) {
            throw new MalformedModuleException(String.format("unknown value type 0x%x", code), start);
        }
        return NUMBERS.get(FIRST_NUMBER - code);
    }

    static void write(ValueType type, BinaryWriter writer) {
        int number = NUMBERS.indexOf(type);
        if (number >= 0) {
            writer.u8(FIRST_NUMBER - number);
        } else if (ReferenceType.isShorthand(type)) {
            writer.u8(ReferenceType.shorthand(type));
        } else {
            writer.u8(ReferenceType.isNullable(type) ? NULLABLE : NON_NULL);
            writeHeapType(ReferenceType.heapType(type), writer);
        }
    }

    /** Reads a heap type. Shared abstract ones have numbers below those of the format. */
    static long readHeapType(BinaryReader reader) {
        if (reader.peek() != SHARED) {
            return reader.s33();
        }
        reader.u8();
        return SHARED_HEAP_TYPES + reader.s33();
    }

    static void writeHeapType(long heapType, BinaryWriter writer) {
        if (heapType < SHARED_HEAP_TYPES / 2) {
            writer.u8(SHARED).signed(heapType - SHARED_HEAP_TYPES);
        } else {
            writer.signed(heapType);
        }
    }

    /** Skips the type of a field. */
    static void skipStorageType(BinaryReader reader) {
        int code = reader.peek();
        if (code == I8 || code == I16) {
            reader.u8();
        } else {
            reader.skipValueType();
        }
    }
}
