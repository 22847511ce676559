package io.github.mewe.ir;

import java.util.ArrayDeque;

/** Tells which expressions can be dropped, repeated or moved. */
public final class Purity {
    private Purity() {}

    /**
     * Whether a tree only computes from constants, locals and globals: it has no effect, cannot trap and always ends
     * with a value. It may be evaluated any number of times, wherever the locals and globals that it reads have the
     * same values.
     */
    public static boolean isPure(Expr root) {
        var work = new ArrayDeque<Expr>();
        work.push(root);
        while (!work.isEmpty()) {
            Expr expr = work.pop();
            boolean pure = expr instanceof Const
                    || expr instanceof LocalGet
                    || expr instanceof GlobalGet
                    || expr instanceof IntUnary
                    || expr instanceof Select
                    || (expr instanceof IntBinary binary && !binary.operator().canTrap());
            if (!pure || !expr.isReachable()) {
                return false;
            }
            expr.children().forEach(work::push);
        }
        return true;
    }
}
