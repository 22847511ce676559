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
 * Copies the first iteration of a loop in front of it.
 *
 * <p>Soundness: a loop starts with its body, whatever the condition of a further iteration is. In the copy, a branch to
 * the loop's start goes to the loop, which does the further iterations; falling out of the copy leaves the loop as
 * falling out of its body did, with the same value.
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
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        Labels labels = Labels.of(function.root());
        CopySize size = CopySize.of(function, context);
        return Sites.change(function.root(), e -> isSite(e, size), 0, context.random(), e -> peel((Loop) e, labels))
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

    /** A body, and behind it a branch that sends its value, if it has one, to a label. */
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
