package io.github.mewe.wasm;

import java.util.function.IntUnaryOperator;

/** Copies type definitions and changes the indices of the types that they refer to. */
final class TypeTranscriber {
    private static final int DESCRIBES = 0x4C;
    private static final int DESCRIPTOR = 0x4D;
    private static final int EXACT = 0x62;
    private static final int SHORTHAND = 0x7F;

    private final BinaryReader reader;
    private final BinaryWriter writer;
    private final IntUnaryOperator indices;

    /**
     * Creates a transcriber.
     *
     * @param reader the definitions
     * @param writer receives them, each in its shortest form
     * @param indices gives the new index of a type
     */
    TypeTranscriber(BinaryReader reader, BinaryWriter writer, IntUnaryOperator indices) {
        this.reader = reader;
        this.writer = writer;
        this.indices = indices;
    }

    /**
     * The size of a function type.
     *
     * @param params the number of parameters
     * @param results the number of results
     */
    record Arity(int params, int results) {}

    /** Copies one definition. Returns the size of a function type; other types have no parameters and results. */
    Arity definition() {
        int start = reader.position();
        int code = reader.u8();
        if (code == TypeFormat.SUBTYPE || code == TypeFormat.FINAL_SUBTYPE) {
            int supertypes = reader.count();
            if (code == TypeFormat.SUBTYPE || supertypes > 0) {
                writer.u8(code).u32(supertypes);
            }
            for (int i = 0; i < supertypes; i++) {
                index();
            }
            code = reader.u8();
        }
        while (code == TypeFormat.SHARED || code == DESCRIBES || code == DESCRIPTOR) {
            writer.u8(code);
            if (code != TypeFormat.SHARED) {
                index();
            }
            code = reader.u8();
        }
        writer.u8(code);
        switch (code) {
            case TypeFormat.FUNCTION -> {
                int params = values();
                return new Arity(params, values());
            }
            case TypeFormat.STRUCTURE -> {
                int fields = reader.count();
                writer.u32(fields);
                for (int i = 0; i < fields; i++) {
                    field();
                }
            }
            case TypeFormat.ARRAY -> field();
            case TypeFormat.CONTINUATION -> heapType();
            default -> throw new MalformedModuleException(String.format("unknown type 0x%x", code), start);
        }
        return new Arity(0, 0);
    }

    private void index() {
        writer.u32(indices.applyAsInt(reader.u32()));
    }

    private int values() {
        int count = reader.count();
        writer.u32(count);
        for (int i = 0; i < count; i++) {
            value();
        }
        return count;
    }

    private void field() {
        int code = reader.peek();
        if (code == TypeFormat.I8 || code == TypeFormat.I16) {
            writer.u8(reader.u8());
        } else {
            value();
        }
        writer.u8(reader.u8());
    }

    private void value() {
        if (!TypeFormat.isTyped(reader.peek())) {
            writer.valueType(reader.valueType());
            return;
        }
        int code = reader.u8();
        boolean isExact = reader.peek() == EXACT;
        if (isExact) {
            reader.u8();
        }
        boolean isShared = reader.peek() == TypeFormat.SHARED;
        if (isShared) {
            reader.u8();
        }
        long heapType = reader.s33();
        if (heapType < 0 && code == TypeFormat.NULLABLE && !isShared) {
            writer.u8((int) heapType & SHORTHAND);
            return;
        }
        writer.u8(code);
        if (isExact) {
            writer.u8(EXACT);
        }
        if (isShared) {
            writer.u8(TypeFormat.SHARED);
        }
        writer.signed(heapType < 0 ? heapType : moved(heapType));
    }

    private void heapType() {
        long heapType = reader.s33();
        writer.signed(heapType < 0 ? heapType : moved(heapType));
    }

    private long moved(long index) {
        return indices.applyAsInt((int) index);
    }
}
