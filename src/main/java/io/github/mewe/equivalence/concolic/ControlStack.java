package io.github.mewe.equivalence.concolic;

/**
 * The labels of the open constructs of all active calls. Exceeding its capacity throws an
 * {@link ArrayIndexOutOfBoundsException}.
 */
final class ControlStack {
    private static final int CAPACITY = 1 << 12;

    private final OperandStack operands;
    private final int[] targets = new int[CAPACITY];
    private final int[] heights = new int[CAPACITY];
    private final int[] arities = new int[CAPACITY];
    private int size;

    ControlStack(OperandStack operands) {
        this.operands = operands;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void pop() {
        size--;
    }

    /** Opens a construct that a branch leaves, to continue at an instruction. */
    void push(int target, int height, int arity) {
        targets[size] = target;
        heights[size] = height;
        arities[size++] = arity;
    }

    /** Opens a loop: a branch to it stays inside, behind the loop's own instruction. */
    void pushLoop(int instruction, int height, int arity) {
        push(-(instruction + 1), height, arity);
    }

    /** Branches to a label, counted from the innermost one, and returns the next instruction. */
    int branch(int depth) {
        int label = size - 1 - depth;
        operands.unwind(heights[label], arities[label]);
        int target = targets[label];
        size = target < 0 ? label + 1 : label;
        return Math.abs(target);
    }
}
