package io.github.mewe.equivalence.concolic;

/**
 * The values of locals and operands of all active calls, each with its symbolic value; null stands for a value that
 * does not depend on the input. Exceeding its capacity throws an {@link ArrayIndexOutOfBoundsException}.
 */
final class OperandStack {
    private static final int CAPACITY = 1 << 14;

    private final long[] values = new long[CAPACITY];
    private final SymbolicValue[] symbols = new SymbolicValue[CAPACITY];
    private int top;

    void clear() {
        top = 0;
    }

    /** The number of values on the stack. */
    int height() {
        return top;
    }

    void push(long value, SymbolicValue symbol) {
        values[top] = value;
        symbols[top++] = symbol;
    }

    void drop(int count) {
        top -= count;
    }

    long value(int slot) {
        return values[slot];
    }

    SymbolicValue symbol(int slot) {
        return symbols[slot];
    }

    /** The symbolic value in a slot; a constant where there is none. */
    SymbolicValue symbolOrConstant(int slot) {
        return symbols[slot] == null ? SymbolicValue.constant(values[slot]) : symbols[slot];
    }

    void set(int slot, long value, SymbolicValue symbol) {
        values[slot] = value;
        symbols[slot] = symbol;
    }

    /** Moves the topmost values down to a height. */
    void unwind(int height, int count) {
        System.arraycopy(values, top - count, values, height, count);
        System.arraycopy(symbols, top - count, symbols, height, count);
        top = height + count;
    }

    /** Copies the values of the topmost slots. */
    long[] top(int count) {
        return java.util.Arrays.copyOfRange(values, top - count, top);
    }
}
