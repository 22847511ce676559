package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;

/**
 * An instruction of a {@link Code}. It reads and writes registers.
 *
 * @param kind the operation
 * @param expr the expression that it implements, or null
 * @param target the register that receives the result, or -1
 * @param operands the registers that it reads
 * @param next the indices of its successors, except for those of {@link Kind} that end; the first is taken if nothing
 *     else is said
 */
record CodeInstruction(Kind kind, Expr expr, int target, int[] operands, int[] next) {

    /** The operations. */
    enum Kind {
        /** Computes a value from the operands. */
        COMPUTE,
        /** Copies the operand. */
        COPY,
        /** Sets the target to the zero of the type of the register. */
        CLEAR,
        /** Continues. */
        GOTO,
        /** Continues at the second successor if the operand is not zero. */
        BRANCH,
        /** Continues at the successor of the number; the last is that of all other numbers. */
        TABLE,
        /** Returns the operand, if there is one. */
        RETURN,
        /** Traps. */
        TRAP,
        /**
         * Calls a function, accesses a memory that is not modelled, or executes another unmodelled instruction. The
         * successors after the first follow if it throws an exception.
         */
        EVENT,
        /** Executes a branch on a reference, an unmodelled instruction; the second successor follows if it is taken. */
        FORK,
        /** Reads memory. */
        LOAD,
        /** Writes memory. */
        STORE
    }

    /** Determines if a run may stop before the instruction. */
    boolean canStop() {
        return switch (kind) {
            case BRANCH, TABLE, RETURN, TRAP, EVENT, FORK, LOAD, STORE -> true;
            case COMPUTE ->
                expr instanceof IntBinary binary && binary.operator().canTrap()
                        || expr instanceof Numeric numeric
                                && numeric.operator().outcome() == NumericOperator.Outcome.TRAPS;
            default -> false;
        };
    }
}
