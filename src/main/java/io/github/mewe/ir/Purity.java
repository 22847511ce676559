package io.github.mewe.ir;

/** Tells which expressions can be dropped, repeated or moved. */
public final class Purity {
    private Purity() {}

    /**
     * Whether a tree only computes from constants, locals and globals: it has no effect, cannot trap and always ends
     * with a value. It may be evaluated any number of times, wherever the locals and globals that it reads have the
     * same values. A float operation whose NaN the engine chooses is not pure: it could choose another when the
     * operation is repeated. Nor is a load, which can trap, and read what was written meanwhile.
     */
    public static boolean isPure(Expr root) {
        return ExprWalk.all(root, Purity::isPureNode);
    }

    private static boolean isPureNode(Expr expr) {
        return expr.isReachable()
                && (expr instanceof Const
                        || expr instanceof LocalGet
                        || expr instanceof GlobalGet
                        || expr instanceof IntUnary
                        || expr instanceof Select
                        || expr instanceof VectorConst
                        || (expr instanceof Numeric numeric
                                && numeric.operator().outcome() == NumericOperator.Outcome.EXACT)
                        || (expr instanceof IntBinary binary
                                && !binary.operator().canTrap()));
    }
}
