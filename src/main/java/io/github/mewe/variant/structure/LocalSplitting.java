package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VisitBudget;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies the value of a local into a second local, which the following statements read instead.
 *
 * <p>Soundness: the second local is written together with the first. The statements whose reads change follow in the
 * same block, up to the next one that writes the first local, so both locals hold the same value there.
 */
final class LocalSplitting implements Transformation {
    @Override
    public String name() {
        return "local-splitting";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Block.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var added = new ArrayList<ValueType>();
        VisitBudget tests = VisitBudget.of(function.root());
        VisitBudget changes = VisitBudget.of(function.root());
        return ChangedSites.change(function.root(), expr -> splitAt(expr, tests) >= 0, 0.3, context.random(), expr -> {
                    Block block = (Block) expr;
                    int start = splitAt(block, tests);
                    if (start < 0 || !changes.covers(block)) {
                        return block;
                    }
                    LocalSet set = (LocalSet) block.items().get(start);
                    int second = function.localCount() + added.size();
                    ValueType type = function.localType(set.index());
                    added.add(type);
                    List<Expr> items = new ArrayList<>(block.items());
                    items.set(start, LocalSet.set(set.index(), new LocalSet(second, set.value(), true, type)));
                    for (int i = start + 1;
                            i < items.size() && !LocalAccess.isWritten(set.index(), items.get(i));
                            i++) {
                        items.set(i, renamed(items.get(i), set.index(), second));
                    }
                    return new Block(block.label(), items, block.type());
                })
                .map(sites -> new Outcome(function.with(sites.root(), added), List.of(), sites.indices()));
    }

    /** The index of the first write in a block whose local the next statement reads, or -1. */
    private static int splitAt(Expr expr, VisitBudget visits) {
        if (!(expr instanceof Block block)) {
            return -1;
        }
        List<Expr> items = block.items();
        for (int i = 0; i + 1 < items.size(); i++) {
            if (items.get(i) instanceof LocalSet set
                    && !set.tee()
                    && set.value().isReachable()
                    && visits.covers(items.get(i + 1))
                    && !LocalAccess.isWritten(set.index(), items.get(i + 1))
                    && LocalAccess.isRead(set.index(), items.get(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private static Expr renamed(Expr root, int from, int to) {
        return ExprTransformer.bottomUp(
                root,
                expr -> expr instanceof LocalGet get && get.index() == from ? new LocalGet(to, get.type()) : expr);
    }
}
