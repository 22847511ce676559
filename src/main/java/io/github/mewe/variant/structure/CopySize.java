package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.variant.StrategyContext;

/**
 * The limit on the code that a transformation may copy within one function.
 *
 * @param bytes the maximum number of bytes
 */
record CopySize(int bytes) {
    private static final int MAX_INSTRUCTIONS = 80;
    private static final int BYTES_IN_ANY_FUNCTION = 16;

    /** The limit that follows from the growth allowed for a variant. */
    static CopySize of(FunctionBody function, StrategyContext context) {
        int own = context.bytes(function);
        return new CopySize((int) ((context.growth() - 1) * own) + BYTES_IN_ANY_FUNCTION);
    }

    /** Returns true if a tree can be duplicated in its function and is within the limit. */
    boolean allows(Expr expr) {
        return ExprStatistics.isAtMost(expr, MAX_INSTRUCTIONS)
                && ExprStatistics.of(expr).bytes() <= bytes
                && Labels.isCopyable(expr);
    }

    /** Returns true if a tree can be duplicated in its function, whatever the function's size. */
    static boolean allowsAnywhere(Expr expr) {
        return ExprStatistics.isAtMost(expr, MAX_INSTRUCTIONS) && Labels.isCopyable(expr);
    }
}
