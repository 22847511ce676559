package io.github.mewe.equivalence.concolic;

import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.List;

/** A value of one run as an expression over parts of the input. Expressions share subexpressions. Not thread-safe. */
final class SymbolicValue {
    /** A larger value counts as a constant. */
    static final int MOST_SIZE = 1_500;

    /** The operation that computed it; null for constants and leaves. */
    final Opcode operation;

    /** The operands; for a choice, the two values and then the condition. */
    final SymbolicValue first;

    final SymbolicValue second;
    final SymbolicValue third;

    /** The concrete value in the run. */
    final long value;

    /** The part of the input that a leaf stands for; null for others. */
    final Leaf leaf;

    /** The number of nodes, with shared ones counted once per use. */
    final int size;

    /** A bit set of the leaves; several leaves may share a bit. */
    final long leaves;

    private boolean isTried;
    private long tried;
    private int round;
    private long current;

    /** The kinds of parts of an input. */
    enum Kind {
        ARGUMENT,
        GLOBAL,
        /** Bytes of memory that the run read before writing them. */
        MEMORY,
        /** The result of a call. */
        ANSWER,
        /** Bytes of memory that a call may have written. */
        EFFECT
    }

    /**
     * A part of an input.
     *
     * @param place the number of the argument, global or call, or the address
     * @param call the number of the call, for an effect
     * @param bytes the number of bytes
     * @param type the type of the value
     */
    record Leaf(Kind kind, int place, int call, int bytes, ValueType type) {
        long masked(long bits) {
            return bytes == 8 ? bits : bits & (1L << 8 * bytes) - 1;
        }
    }

    private SymbolicValue(long value, Leaf leaf, long leaves) {
        this.operation = null;
        this.first = null;
        this.second = null;
        this.third = null;
        this.value = value;
        this.leaf = leaf;
        this.leaves = leaves;
        this.size = 1;
    }

    private SymbolicValue(
            Opcode operation, SymbolicValue first, SymbolicValue second, SymbolicValue third, long value) {
        this.operation = operation;
        this.first = first;
        this.second = second;
        this.third = third;
        this.value = value;
        this.leaf = null;
        this.leaves = leaves(first) | leaves(second) | leaves(third);
        this.size = 1 + size(first) + size(second) + size(third);
    }

    private static int size(SymbolicValue term) {
        return term == null ? 0 : term.size;
    }

    private static long leaves(SymbolicValue term) {
        return term == null ? 0 : term.leaves;
    }

    static SymbolicValue constant(long value) {
        return new SymbolicValue(value, null, 0);
    }

    /** A leaf with a number that no other leaf has. */
    static SymbolicValue leaf(Leaf leaf, long value, int number) {
        return new SymbolicValue(value, leaf, 1L << (number & 63));
    }

    /** The result of an operation; null if it would be too large. */
    static SymbolicValue of(
            Opcode operation, SymbolicValue first, SymbolicValue second, SymbolicValue third, long value) {
        if (size(first) + size(second) + size(third) >= MOST_SIZE) {
            return null;
        }
        return new SymbolicValue(operation, first, second, third, value);
    }

    boolean isConstant() {
        return operation == null && leaf == null;
    }

    boolean isLeaf() {
        return leaf != null;
    }

    /** Gives a leaf a tentative value. */
    void attempt(long bits) {
        isTried = true;
        tried = leaf.masked(bits);
    }

    /** Removes the tentative value of a leaf. */
    void restore() {
        isTried = false;
    }

    boolean isTried() {
        return isTried;
    }

    long tried() {
        return tried;
    }

    /**
     * Evaluates the expression with the tentative values.
     *
     * @param number a positive number that changes with every tentative value
     * @throws Arithmetic.Trap if an operation in it traps
     */
    long evaluate(int number) {
        if (isConstant()) {
            return value;
        }
        if (isLeaf()) {
            return isTried ? tried : value;
        }
        if (round == number) {
            return current;
        }
        long result;
        if (operation == Opcode.SELECT) {
            result = third.evaluate(number) != 0 ? first.evaluate(number) : second.evaluate(number);
        } else if (second == null) {
            result = Arithmetic.unary(operation, first.evaluate(number));
        } else {
            result = Arithmetic.binary(operation, first.evaluate(number), second.evaluate(number));
        }
        round = number;
        current = result;
        return result;
    }

    /** Marks the expression and its leaves with a number. */
    void mark(int number) {
        if (isConstant() || round == number) {
            return;
        }
        round = number;
        for (SymbolicValue part : new SymbolicValue[] {first, second, third}) {
            if (part != null) {
                part.mark(number);
            }
        }
    }

    boolean isMarked(int number) {
        return round == number;
    }

    /** Collects leaves, each once, and constants, up to a number of each. */
    void collect(int number, List<SymbolicValue> found, List<Long> constants, int most) {
        if (isConstant()) {
            if (constants.size() < most) {
                constants.add(value);
            }
            return;
        }
        if (round == number || found.size() >= most) {
            return;
        }
        round = number;
        current = value;
        if (isLeaf()) {
            found.add(this);
            return;
        }
        for (SymbolicValue part : new SymbolicValue[] {first, second, third}) {
            if (part != null) {
                part.collect(number, found, constants, most);
            }
        }
    }
}
