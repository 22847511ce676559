package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Encodes and decodes immediates (core specification, section 5.4). */
final class ImmediateFormat {
    private static final int HAS_MEMORY = 0x40;
    private static final int EMPTY_BLOCK = 0x40;
    private static final int WORD = 8;

    /** Catch clauses of a lower kind have a tag; kinds above the last are unknown. */
    private static final int FIRST_CATCH_ALL = 2;

    private static final int LAST_CATCH = 3;
    private static final int SWITCH_HANDLER = 1;

    private ImmediateFormat() {}

    static Immediate read(ImmediateKind kind, BinaryReader reader) {
        return switch (kind) {
            case LABEL, FUNCTION, TYPE, TABLE, MEMORY, GLOBAL, LOCAL, TAG, DATA, ELEMENT, FIELD, LENGTH ->
                new Immediate.Index(kind, reader.u32());
            case LABELS -> labels(reader);
            case I32 -> new Immediate.Constant(reader.s32());
            case I64 -> new Immediate.Constant(reader.s64());
            case F32 -> new Immediate.Constant(reader.little(Float.BYTES));
            case F64 -> new Immediate.Constant(reader.little(Double.BYTES));
            case V128, LANES -> new Immediate.VectorConstant(reader.little(WORD), reader.little(WORD));
            case LANE, CAST_FLAGS, FENCE -> new Immediate.Flags(reader.u8());
            case MEMORY_ACCESS -> memoryAccess(reader);
            case BLOCK_TYPE -> blockType(reader);
            case HEAP_TYPE -> new Immediate.HeapType(TypeFormat.readHeapType(reader));
            case VALUE_TYPES -> new Immediate.ValueTypes(list(reader, reader::valueType));
            case CATCHES -> new Immediate.Clauses(list(reader, () -> catchClause(reader)));
            case HANDLERS -> new Immediate.Clauses(list(reader, () -> handler(reader)));
        };
    }

    private static <T> List<T> list(BinaryReader reader, Supplier<T> element) {
        int count = reader.count();
        var elements = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element.get());
        }
        return elements;
    }

    private static Immediate.Labels labels(BinaryReader reader) {
        List<Integer> labels = list(reader, reader::u32);
        labels.add(reader.u32());
        return new Immediate.Labels(labels);
    }

    private static Immediate.MemoryAccess memoryAccess(BinaryReader reader) {
        int flags = reader.u32();
        int memory = (flags & HAS_MEMORY) != 0 ? reader.u32() : 0;
        return new Immediate.MemoryAccess(flags & ~HAS_MEMORY, memory, reader.u64());
    }

    private static Immediate.BlockType blockType(BinaryReader reader) {
        int first = reader.peek();
        if (first == EMPTY_BLOCK) {
            reader.u8();
            return Immediate.BlockType.EMPTY;
        }
        if (first < 0x80 && first > EMPTY_BLOCK) {
            return new Immediate.BlockType(reader.valueType(), -1);
        }
        int start = reader.position();
        long index = reader.s33();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new MalformedModuleException("unknown block type", start);
        }
        return new Immediate.BlockType(ValueType.NONE, (int) index);
    }

    private static Immediate.Clause catchClause(BinaryReader reader) {
        int kind = kind(reader, LAST_CATCH);
        int tag = kind < FIRST_CATCH_ALL ? reader.u32() : -1;
        return new Immediate.Clause(kind, tag, reader.u32());
    }

    private static Immediate.Clause handler(BinaryReader reader) {
        int kind = kind(reader, SWITCH_HANDLER);
        int tag = reader.u32();
        return new Immediate.Clause(kind, tag, kind == SWITCH_HANDLER ? -1 : reader.u32());
    }

    private static int kind(BinaryReader reader, int last) {
        int start = reader.position();
        int kind = reader.u8();
        if (kind > last) {
            throw new MalformedModuleException("unknown kind of clause " + kind, start);
        }
        return kind;
    }

    static void write(ImmediateKind kind, Immediate immediate, BinaryWriter writer) {
        switch (kind) {
            case LABEL, FUNCTION, TYPE, TABLE, MEMORY, GLOBAL, LOCAL, TAG, DATA, ELEMENT, FIELD, LENGTH ->
                writer.u32(((Immediate.Index) immediate).value());
            case LABELS -> {
                List<Integer> labels = ((Immediate.Labels) immediate).labels();
                writer.u32(labels.size() - 1);
                labels.forEach(writer::u32);
            }
            case I32, I64 -> writer.signed(((Immediate.Constant) immediate).bits());
            case F32 -> writer.little(((Immediate.Constant) immediate).bits(), Float.BYTES);
            case F64 -> writer.little(((Immediate.Constant) immediate).bits(), Double.BYTES);
            case V128, LANES -> {
                var vector = (Immediate.VectorConstant) immediate;
                writer.little(vector.low(), WORD).little(vector.high(), WORD);
            }
            case LANE, CAST_FLAGS, FENCE -> writer.u8(((Immediate.Flags) immediate).value());
            case MEMORY_ACCESS -> write((Immediate.MemoryAccess) immediate, writer);
            case BLOCK_TYPE -> write((Immediate.BlockType) immediate, writer);
            case HEAP_TYPE -> TypeFormat.writeHeapType(((Immediate.HeapType) immediate).code(), writer);
            case VALUE_TYPES -> {
                List<ValueType> types = ((Immediate.ValueTypes) immediate).types();
                writer.u32(types.size());
                types.forEach(writer::valueType);
            }
            case CATCHES, HANDLERS -> {
                List<Immediate.Clause> clauses = ((Immediate.Clauses) immediate).clauses();
                writer.u32(clauses.size());
                clauses.forEach(clause -> write(clause, writer));
            }
        }
    }

    private static void write(Immediate.MemoryAccess access, BinaryWriter writer) {
        if (access.memory() == 0) {
            writer.u32(access.alignment());
        } else {
            writer.u32(access.alignment() | HAS_MEMORY).u32(access.memory());
        }
        writer.u64(access.offset());
    }

    private static void write(Immediate.BlockType type, BinaryWriter writer) {
        if (type.isIndex()) {
            writer.signed(type.index());
        } else if (type.value().equals(ValueType.NONE)) {
            writer.u8(EMPTY_BLOCK);
        } else {
            writer.valueType(type.value());
        }
    }

    private static void write(Immediate.Clause clause, BinaryWriter writer) {
        writer.u8(clause.kind());
        if (clause.tag() >= 0) {
            writer.u32(clause.tag());
        }
        if (clause.label() >= 0) {
            writer.u32(clause.label());
        }
    }
}
