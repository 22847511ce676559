package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Swaps the arms of an {@code if} and negates its condition.
 *
 * <p>Soundness: {@code eqz} is zero exactly if the condition is not, so the same arm runs.
 */
final class IfInversion implements Transformation {
    @Override
    public String name() {
        return "if-inversion";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return If.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        return ChangedSites.change(function.root(), IfInversion::isSite, 0.5, context.random(), IfInversion::invert)
                .map(sites -> sites.outcome(function));
    }

    static boolean isSite(Expr expr) {
        return expr instanceof If conditional
                && conditional.ifFalse() != null
                && conditional.condition().isReachable();
    }

    static Expr invert(Expr expr) {
        If conditional = (If) expr;
        return new If(
                IntUnary.of(UnaryOperator.EQZ, ValueType.I32, conditional.condition()),
                conditional.ifFalse(),
                conditional.ifTrue(),
                conditional.type());
    }
}
