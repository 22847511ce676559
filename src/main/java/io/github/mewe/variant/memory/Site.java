package io.github.mewe.variant.memory;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.variant.Temporaries;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a shape may use at one place.
 *
 * @param random the random source
 * @param temporaries gives locals
 * @param noise reads of integer locals and globals, whose values an engine does not know
 */
record Site(VariantRandom random, Temporaries temporaries, List<Expr> noise) {

    /**
     * An expression that is evaluated once and used several times.
     *
     * @param first stands where it is evaluated
     * @param again stands for its value afterwards
     */
    record Kept(Expr first, Expr again) {}

    /** The locals that expressions read or write. */
    static BitSet busy(Expr... exprs) {
        var busy = new BitSet();
        for (Expr expr : exprs) {
            LocalAccess access = LocalAccess.of(expr);
            busy.or(access.reads());
            busy.or(access.writes());
        }
        return busy;
    }

    /**
     * Keeps the value of an expression.
     *
     * @param expr the expression
     * @param written locals that are written between its first and its last use
     * @param busy the locals that are in use; the one that is taken is added
     * @return empty if that needs a temporary and none may be added
     */
    Optional<Kept> keep(Expr expr, BitSet written, BitSet busy) {
        if (expr instanceof Const || (expr instanceof LocalGet get && !written.get(get.index()))) {
            return Optional.of(new Kept(expr, expr));
        }
        return temporaries.take(expr.type(), busy).map(local -> {
            busy.set(local.index());
            return new Kept(LocalSet.tee(local.index(), expr), local);
        });
    }

    /** Data of a type that an engine does not know, if there is any. */
    Optional<Expr> noise(ValueType type) {
        List<Expr> suitable =
                noise.stream().filter(expr -> expr.type().equals(type)).toList();
        return suitable.isEmpty() ? Optional.empty() : Optional.of(random.pick(suitable));
    }
}
