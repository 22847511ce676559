package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Purity;
import io.github.mewe.ir.Select;
import io.github.mewe.variant.StrategyContext;
import java.util.Optional;

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
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        return ChangedSites.change(function.root(), SelectToIf::isSite, 0.5, context.random(), SelectToIf::toIf)
                .map(sites -> sites.outcome(function));
    }

    private static boolean isSite(Expr expr) {
        return expr instanceof Select && Purity.isPure(expr);
    }

    private static Expr toIf(Expr expr) {
        Select select = (Select) expr;
        return new If(select.condition(), select.ifTrue(), select.ifFalse(), select.type());
    }
}
