package io.github.mewe.wasm;

import java.util.List;

/** An immediate of an instruction. */
public sealed interface Immediate {
    /**
     * An index, a label or a length.
     *
     * @param kind the index space
     * @param value an unsigned 32-bit number
     */
    record Index(ImmediateKind kind, int value) implements Immediate {}

    /**
     * The labels of a branch table.
     *
     * @param labels the labels, the default last
     */
    record Labels(List<Integer> labels) implements Immediate {
        /** Copies the list. */
        public Labels {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A scalar constant.
     *
     * @param bits an integer sign-extended, or the bits of a float zero-extended
     */
    record Constant(long bits) implements Immediate {}

    /**
     * A vector constant, or the lanes of a shuffle.
     *
     * @param low the first eight bytes, the very first in the lowest bits
     * @param high the last eight bytes
     */
    record VectorConstant(long low, long high) implements Immediate {}

    /**
     * A single byte: a lane, the flags of a cast, or the ordering of a fence.
     *
     * @param value 0 to 255
     */
    record Flags(int value) implements Immediate {}

    /**
     * The static part of a memory access.
     *
     * @param alignment the binary logarithm of the alignment
     * @param memory the index of the memory
     * @param offset the unsigned static offset
     */
    record MemoryAccess(int alignment, int memory, long offset) implements Immediate {}

    /**
     * The type of a block.
     *
     * @param value the result of a block without parameters, {@link ValueType#NONE} if it has none
     * @param index the index of a function type that is used instead, else -1
     */
    record BlockType(ValueType value, int index) implements Immediate {
        /** No parameters and no results. */
        public static final BlockType EMPTY = new BlockType(ValueType.NONE, -1);

        /** A function type stands for the block's type. */
        public boolean isIndex() {
            return index >= 0;
        }
    }

    /**
     * A heap type.
     *
     * @param code the index of a type; negative for an abstract heap type
     */
    record HeapType(long code) implements Immediate {}

    /**
     * The types of the operands of {@code select}.
     *
     * @param types the types
     */
    record ValueTypes(List<ValueType> types) implements Immediate {
        /** Copies the list. */
        public ValueTypes {
            types = List.copyOf(types);
        }
    }

    /**
     * The clauses of a {@code try_table}, or the handlers of a resumed continuation.
     *
     * @param clauses the clauses in their order
     */
    record Clauses(List<Clause> clauses) implements Immediate {
        /** Copies the list. */
        public Clauses {
            clauses = List.copyOf(clauses);
        }
    }

    /**
     * A catch clause or a handler.
     *
     * @param kind the number that the binary format gives the kind of clause
     * @param tag the index of the tag, -1 if the clause has none
     * @param label where control continues, -1 if the clause has no label
     */
    record Clause(int kind, int tag, int label) {}
}
