package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.variant.StrategyContext;

/**
 * How much code a transformation may copy within one function.
 *
 * @param bytes the most bytes
 */
record CopySize(int bytes) {
    private static final int MOST_INSTRUCTIONS = 80;
    private static final int BYTES_IN_ANY_FUNCTION = 16;

    /** As much as the growth of a variant allows. */
    static CopySize of(FunctionBody function, StrategyContext context) {
        int own = ExprStatistics.of(function.root()).bytes();
        return new CopySize((int) ((context.growth() - 1) * own) + BYTES_IN_ANY_FUNCTION);
    }

    /** Whether a tree may stand twice in its function, and is not too large for that. */
    boolean allows(Expr expr) {
        return ExprStatistics.isAtMost(expr, MOST_INSTRUCTIONS)
                && ExprStatistics.of(expr).bytes() <= bytes
                && Labels.isCopyable(expr);
    }

    /** Whether a tree may stand twice in its function, however large the function. */
    static boolean allowsAnywhere(Expr expr) {
        return ExprStatistics.isAtMost(expr, MOST_INSTRUCTIONS) && Labels.isCopyable(expr);
    }
}
