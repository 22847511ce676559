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
    private static final int I8 = 0x78;

    private static final int I16 = 0x77;

    private static final int FIRST_NUMBER = 0x7F;
    private static final List<ValueType> NUMBERS =
            List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64, ValueType.V128);
    private static final int NULLABLE = 0x63;
    private static final int NON_NULL = 0x64;

    private TypeFormat() {}

    /** The byte in front of a heap type. */
    static boolean isTyped(int code) {
        return code == NULLABLE || code == NON_NULL;
    }

    static ValueType read(BinaryReader reader) {
        int start = reader.position();
        int code = reader.u8();
        if (isTyped(code)) {
            return ReferenceType.of(code == NULLABLE, reader.s33());
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
            writer.u8(ReferenceType.isNullable(type) ? NULLABLE : NON_NULL).signed(ReferenceType.heapType(type));
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
