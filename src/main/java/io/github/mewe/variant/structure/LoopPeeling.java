package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Loop;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies the first iteration of a loop in front of the loop.
 *
 * <p>Soundness: a loop always runs its body once, whatever the condition for further iterations. In the copy, a branch
 * to the loop's start enters the loop, which runs the further iterations. Falling out of the copy skips the loop, just
 * as falling out of the body left it, with the same value.
 */
final class LoopPeeling implements Transformation {
    @Override
    public String name() {
        return "loop-peeling";
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
                        function.root(), e -> isSite(e, size), 0, context.random(), e -> peel((Loop) e, labels.get()))
                .map(sites -> sites.outcome(function));
    }

    static boolean isSite(Expr expr, CopySize size) {
        return expr instanceof Loop loop && loop.label() != null && size.allows(loop.body());
    }

    private static Expr peel(Loop loop, Labels labels) {
        String again = labels.fresh("again");
        String done = labels.fresh("done");
        Expr first = labels.copy(loop.body(), Map.of(loop.label(), again));
        Block peeled = new Block(again, leaving(first, done), ValueType.NONE);
        return new Block(loop.isReachable() ? done : null, List.of(peeled, loop), loop.type());
    }

    /** A body, followed by a branch to a label that sends the body's value, if any. */
    static List<Expr> leaving(Expr body, String label) {
        if (!body.isReachable()) {
            return List.of(body);
        }
        if (body.type().isConcrete()) {
            return List.of(new Break(label, body, null, ValueType.UNREACHABLE));
        }
        var items = new ArrayList<Expr>();
        items.add(body);
        items.add(Break.to(label));
        return items;
    }
}
