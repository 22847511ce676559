package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Guards a statement with an opaque predicate, and puts an altered copy of it on the path that is never taken.
 *
 * <p>Soundness: the predicate is pure and 1 for all data (proved in the build), so the statement runs as before. Even
 * if the copy ran, it would do the same: it differs only in inverted {@code if}s and in constants combined with a value
 * that is always 0.
 */
final class OpaqueGuard implements Transformation {
    private static final int MIN_INSTRUCTIONS = 4;
    private static final int ADDED = 9;
    private static final double CHANGED_CONSTANTS = 0.4;

    @Override
    public String name() {
        return "opaque-guard";
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
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        expr -> expr instanceof Block block && Statements.exist(block, item -> isGuarded(item, size)),
                        ADDED,
                        0,
                        expr -> {
                            Block block = (Block) expr;
                            int index = context.random().pick(Statements.of(block, item -> isGuarded(item, size)));
                            List<Expr> items = new ArrayList<>(block.items());
                            items.set(index, guard(items.get(index), data, labels.get(), context.random()));
                            return new Block(block.label(), items, block.type());
                        })
                .map(sites -> sites.outcome(function));
    }

    private static boolean isGuarded(Expr item, CopySize size) {
        return !ExprStatistics.isAtMost(item, MIN_INSTRUCTIONS - 1) && size.allows(item);
    }

    private static Expr guard(Expr statement, OpaqueData data, Labels labels, VariantRandom random) {
        Expr copy = labels.copy(statement);
        boolean[] changed = {false};
        Expr other = ExprTransformer.bottomUp(copy, expr -> {
            if (OpaqueConstant.isSite(expr) && (!changed[0] || random.chance(CHANGED_CONSTANTS))) {
                changed[0] = true;
                return OpaqueConstant.compute((Const) expr, data, random);
            }
            return IfInversion.isSite(expr) ? IfInversion.invert(expr) : expr;
        });
        Expr truth = data.truth(statement);
        return random.chance(0.5)
                ? new If(truth, statement, other, ValueType.NONE)
                : new If(I32.not(truth), other, statement, ValueType.NONE);
    }
}
