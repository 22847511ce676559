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
 * The known contents of a function's locals at a point: pure expressions that would have the same value there. The
 * point moves as a walk visits the function in execution order.
 *
 * <p>The expression of a local is forgotten when the local, or a local that the expression reads, is written. It is
 * also forgotten wherever control may arrive on a path without the write: on entering and leaving a loop, a branch or
 * any other structure, the walk {@linkplain #forget forgets} what the structure writes.
 */
final class Definitions {
    private static final int MAX_INSTRUCTIONS = 24;

    private final Map<Integer, Expr> byLocal = new HashMap<>();
    private final Map<Integer, LocalAccess> accesses = new HashMap<>();

    /** The known value of a read of a local; empty for other expressions and unknown values. */
    Optional<Expr> definition(Expr expr) {
        return expr instanceof LocalGet get ? Optional.ofNullable(byLocal.get(get.index())) : Optional.empty();
    }

    /** Records a write. */
    void write(LocalSet set) {
        forget(set.index());
        Expr value = set.value();
        if (!Slice.isOperation(value)
                || !ExprStatistics.isAtMost(value, MAX_INSTRUCTIONS)
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

    /** Forgets everything that depends on the written locals. */
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
