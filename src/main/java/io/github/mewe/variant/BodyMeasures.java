package io.github.mewe.variant;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import java.util.HashSet;
import java.util.Set;

/**
 * Measures of the bodies that the attempts at one function met last. Several strategies measure the same body, and all
 * attempts start with the same one. Belongs to one thread.
 */
final class BodyMeasures {
    private static final int KEPT = 4;

    private final Measure[] kept = new Measure[KEPT];
    private final Expr original;
    private Set<Class<?>> kindsOfOriginal;
    private int next;
    private Variant lastVariant;
    private double lastCost;

    /** The measures of one tree, which are computed on demand. */
    private static final class Measure {
        private final Expr root;
        private double cost = -1;
        private int bytes = -1;

        Measure(Expr root) {
            this.root = root;
        }
    }

    /** Measures without a body that is common to several attempts. */
    BodyMeasures() {
        this.original = null;
    }

    /** Keeps the measures of a body for as long as this object lives. */
    BodyMeasures(FunctionBody original) {
        this.original = original.root();
        kept[0] = new Measure(original.root());
        next = 1;
    }

    /** Returns true if a body is known to have no node of a kind. Only the original body is searched, once. */
    boolean lacks(FunctionBody body, Class<? extends Expr> kind) {
        if (body.root() != original) {
            return false;
        }
        if (kindsOfOriginal == null) {
            kindsOfOriginal = new HashSet<>();
            ExprWalk.each(original, expr -> kindsOfOriginal.add(expr.getClass()));
        }
        return !kindsOfOriginal.contains(kind);
    }

    /** The cost of a variant, including the helpers that its body calls. */
    double cost(Variant variant) {
        if (variant.helpers().isEmpty()) {
            return cost(variant.body());
        }
        if (lastVariant != variant) {
            lastCost = variant.cost();
            lastVariant = variant;
        }
        return lastCost;
    }

    /** The {@linkplain BodyCost cost} of a body. */
    double cost(FunctionBody body) {
        Measure measure = of(body.root());
        if (measure.cost < 0) {
            measure.cost = BodyCost.of(measure.root);
        }
        return measure.cost;
    }

    /** The estimated size of a body in bytes. */
    int bytes(FunctionBody body) {
        Measure measure = of(body.root());
        if (measure.bytes < 0) {
            measure.bytes = ExprStatistics.of(measure.root).bytes();
        }
        return measure.bytes;
    }

    private Measure of(Expr root) {
        for (Measure measure : kept) {
            if (measure != null && measure.root == root) {
                return measure;
            }
        }
        var measure = new Measure(root);
        kept[next] = measure;
        next = next + 1 < KEPT ? next + 1 : 1;
        return measure;
    }
}
