package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the locals of a function are known to hold at a point: pure expressions that would have the same value there.
 * The point moves as a walk goes through the function in the order of execution.
 *
 * <p>An expression is forgotten when its local or one that it reads is written, and with that wherever control may have
 * come by a way that did not pass the write: the walk {@linkplain #forget forgets} what a loop, a branch or any other
 * structure writes when it enters it or leaves it.
 */
final class Definitions {
    private static final int MOST_INSTRUCTIONS = 24;

    private final Map<Integer, Expr> byLocal = new HashMap<>();
    private final Map<Integer, LocalAccess> accesses = new HashMap<>();

    /** What a read of a local has, if the expression is such a read and it is known. */
    Optional<Expr> definition(Expr expr) {
        return expr instanceof LocalGet get ? Optional.ofNullable(byLocal.get(get.index())) : Optional.empty();
    }

    /** Notes a write. */
    void write(LocalSet set) {
        forget(set.index());
        Expr value = set.value();
        if (!Slice.isOperation(value)
                || !ExprStatistics.isAtMost(value, MOST_INSTRUCTIONS)
                || !ExprWalk.all(value, Definitions::isComputed)) {
            return;
        }
        LocalAccess access = LocalAccess.of(value);
        if (!access.reads().get(set.index())) {
            byLocal.put(set.index(), value);
            accesses.put(set.index(), access);
        }
    }

    private static boolean isComputed(Expr expr) {
        return Slice.isOperation(expr) || expr instanceof LocalGet || expr instanceof Const;
    }

    /** Forgets all that the writes of a tree may have changed. */
    void forget(BitSet written) {
        written.stream().forEach(this::forget);
    }

    private void forget(int local) {
        accesses.values().removeIf(access -> access.reads().get(local));
        byLocal.remove(local);
        accesses.remove(local);
        byLocal.keySet().retainAll(accesses.keySet());
    }
}
