package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Turns an {@code if} into a block with a conditional branch out of it.
 *
 * <p>Soundness: the branch is taken exactly if the condition is zero. It skips the first arm, and the end of the first
 * arm skips the second.
 */
final class IfToBlock implements Transformation {
    @Override
    public String name() {
        return "if-to-block";
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
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        return ChangedSites.change(
                        function.root(), IfToBlock::isSite, 0.4, context.random(), e -> toBlock((If) e, labels.get()))
                .map(sites -> sites.outcome(function));
    }

    private static boolean isSite(Expr expr) {
        return expr instanceof If conditional
                && conditional.condition().isReachable()
                && (conditional.type().equals(ValueType.NONE)
                        || (conditional.type().isConcrete()
                                && conditional.ifTrue().isReachable()
                                && conditional.ifFalse().isReachable()));
    }

    private static Expr toBlock(If conditional, Labels labels) {
        Expr skip = IntUnary.of(UnaryOperator.EQZ, ValueType.I32, conditional.condition());
        String otherwise = labels.fresh("else");
        if (conditional.ifFalse() == null) {
            return Block.of(otherwise, Break.ifTrue(otherwise, skip), conditional.ifTrue());
        }
        String end = labels.fresh("end");
        boolean valued = conditional.type().isConcrete();
        Expr first = valued
                ? Block.of(
                        otherwise,
                        Break.ifTrue(otherwise, skip),
                        new Break(end, conditional.ifTrue(), null, ValueType.UNREACHABLE))
                : Block.of(otherwise, Break.ifTrue(otherwise, skip), conditional.ifTrue(), Break.to(end));
        return new Block(end, List.of(first, conditional.ifFalse()), conditional.type());
    }
}
