package io.github.mewe.variant.structure;

import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Turns a {@code br_if} into a {@code br} inside an {@code if}.
 *
 * <p>Soundness: both branch exactly if the condition is not zero, and neither sends a value.
 */
final class BranchToIf implements Transformation {
    @Override
    public String name() {
        return "branch-to-if";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Break.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        return ChangedSites.change(function.root(), BranchToIf::isSite, 0.5, context.random(), BranchToIf::toIf)
                .map(sites -> sites.outcome(function));
    }

    private static boolean isSite(Expr expr) {
        return expr instanceof Break jump
                && jump.condition() != null
                && jump.value() == null
                && jump.condition().isReachable();
    }

    private static Expr toIf(Expr expr) {
        Break jump = (Break) expr;
        return new If(jump.condition(), Break.to(jump.label()), null, ValueType.NONE);
    }
}
