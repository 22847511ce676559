package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.Labels;

/** How much code a transformation may copy. */
final class CopySize {
    private static final int MOST_INSTRUCTIONS = 80;

    private CopySize() {}

    /** Whether a tree may stand twice in its function, and is not too large for that. */
    static boolean allows(Expr expr) {
        return ExprStatistics.isAtMost(expr, MOST_INSTRUCTIONS) && Labels.isCopyable(expr);
    }
}
