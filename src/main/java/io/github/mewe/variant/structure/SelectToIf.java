package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Purity;
import io.github.mewe.ir.Select;
import io.github.mewe.variant.StrategyContext;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a {@code select} into an {@code if}.
 *
 * <p>Soundness: the values and the condition are pure, so neither the changed order of evaluation nor skipping one of
 * the values can be observed.
 */
final class SelectToIf implements Transformation {
    @Override
    public String name() {
        return "select-to-if";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public boolean branchesOnData() {
        return true;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Select.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        // A select around a changed one is a different node, and no longer pure.
        Set<Expr> pure = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(function.root(), pure);
        if (pure.isEmpty()) {
            return Optional.empty();
        }
        return ChangedSites.change(function.root(), pure::contains, 0.5, context.random(), SelectToIf::toIf)
                .map(sites -> sites.outcome(function));
    }

    /** Collects the pure selects of a tree. Returns true if the whole tree is pure. */
    private static boolean collect(Expr expr, Set<Expr> found) {
        boolean isPure = Purity.isPureNode(expr);
        for (int i = 0, size = expr.childCount(); i < size; i++) {
            isPure &= collect(expr.child(i), found);
        }
        if (isPure && expr instanceof Select) {
            found.add(expr);
        }
        return isPure;
    }

    private static Expr toIf(Expr expr) {
        Select select = (Select) expr;
        return new If(select.condition(), select.ifTrue(), select.ifFalse(), select.type());
    }
}
