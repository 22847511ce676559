package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.SubtreeSearch;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Adds a path that is never taken: a copy of one statement of a block, placed in front of another statement.
 *
 * <p>Soundness: the path is taken only if an opaque predicate is 0. The predicate is pure and 1 for all data (proved in
 * the build). The copy is valid in its new place, since every label in scope at one statement of a block is in scope at
 * all of them. The transformation inserts nothing in front of a statement that is pinned to its place.
 */
final class BogusPath implements Transformation {
    private static final int MIN_INSTRUCTIONS = 3;
    private static final int ADDED = 9;

    @Override
    public String name() {
        return "bogus-path";
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
        return Block.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        OpaqueData data = new OpaqueData(function, context);
        if (!data.exists()) {
            return Optional.empty();
        }
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        CopySize size = CopySize.of(function, context);
        var uncopyable = new Lazy<>(() -> new SubtreeSearch(function.root(), Labels::preventsCopies));
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        expr -> expr instanceof Block block
                                && block.items().size() >= 2
                                && Statements.exist(block, item -> isCopied(item, size))
                                && !places(block, uncopyable.get()).isEmpty(),
                        ADDED,
                        0,
                        expr -> {
                            Block block = (Block) expr;
                            Expr source = block.items()
                                    .get(context.random().pick(Statements.of(block, item -> isCopied(item, size))));
                            int place = context.random().pick(places(block, uncopyable.get()));
                            return addPath(block, place, data, labels.get().copy(source));
                        })
                .map(sites -> sites.outcome(function));
    }

    private static boolean isCopied(Expr item, CopySize size) {
        return !ExprStatistics.isAtMost(item, MIN_INSTRUCTIONS - 1) && size.allows(item);
    }

    private static List<Integer> places(Block block, SubtreeSearch uncopyable) {
        return IntStream.range(0, block.items().size())
                .filter(i -> !uncopyable.isIn(block.items().get(i)))
                .boxed()
                .toList();
    }

    private static Expr addPath(Block block, int place, OpaqueData data, Expr copy) {
        If path = new If(data.zero(block.items().get(place)), copy, null, ValueType.NONE);
        List<Expr> items = new ArrayList<>(block.items());
        items.add(place, path);
        return new Block(block.label(), items, block.type());
    }
}
