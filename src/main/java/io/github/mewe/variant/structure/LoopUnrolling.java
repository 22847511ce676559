package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Loop;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a copy of a loop's body in front of the body, inside the loop.
 *
 * <p>Soundness: odd iterations run the copy, even ones the body. A branch to the loop's start leads from the copy to
 * the body and from the body to the copy. Falling out of either leaves the loop, with the same value.
 */
final class LoopUnrolling implements Transformation {
    @Override
    public String name() {
        return "loop-unrolling";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Loop.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        CopySize size = CopySize.of(function, context);
        return ChangedSites.change(
                        function.root(),
                        e -> LoopPeeling.isSite(e, size),
                        0,
                        context.random(),
                        e -> unroll((Loop) e, labels.get()))
                .map(sites -> sites.outcome(function));
    }

    private static Expr unroll(Loop loop, Labels labels) {
        String next = labels.fresh("next");
        String done = labels.fresh("done");
        Expr odd = labels.copy(loop.body(), Map.of(loop.label(), next));
        Block first = new Block(next, LoopPeeling.leaving(odd, done), ValueType.NONE);
        Block both = new Block(null, List.of(first, loop.body()), loop.type());
        Loop unrolled = new Loop(loop.label(), both, loop.type());
        return new Block(loop.isReachable() ? done : null, List.of(unrolled), loop.type());
    }
}
