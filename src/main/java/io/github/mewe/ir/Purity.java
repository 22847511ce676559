package io.github.mewe.ir;

/** Determines which expressions can be dropped, repeated or moved. */
public final class Purity {
    private Purity() {}

    /**
     * Determines if a tree only computes a value from constants, locals and globals, without effects or traps. Such a
     * tree can be evaluated any number of times, wherever the locals and globals that it reads have the same values. A
     * float operation whose NaN the engine chooses is not pure, because the engine may choose another one next time. A
     * load is not pure either, because it can trap and depends on earlier stores.
     */
    public static boolean isPure(Expr root) {
        return ExprWalk.all(root, Purity::isPureNode);
    }

    /** Determines if a node is pure, given that its children are. */
    public static boolean isPureNode(Expr expr) {
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
