package io.github.mewe.variant.memory;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.UnknownValues;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The resources of a shape at one place.
 *
 * @param random the random source
 * @param temporaries provides temporary locals
 * @param noise reads of integer locals and globals whose values an engine does not know
 */
record ShapeContext(VariantRandom random, TemporaryLocals temporaries, UnknownValues noise) {

    /**
     * An expression that is evaluated once and used several times.
     *
     * @param first evaluates the expression
     * @param again reads its value afterwards
     */
    record Kept(Expr first, Expr again) {}

    /** The locals that expressions read or write. */
    static BitSet busy(Expr... exprs) {
        return LocalAccess.all(List.of(exprs));
    }

    /**
     * Keeps the value of an expression for several uses.
     *
     * @param expr the expression
     * @param written the locals that are written between its first and its last use
     * @param busy the locals in use; a local taken here is added
     * @return empty if a temporary is needed but not allowed
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

    /** A value of a type that an engine does not know, if there is one. */
    Optional<Expr> noise(ValueType type) {
        return noise.pick(type, List.of(), random);
    }
}
