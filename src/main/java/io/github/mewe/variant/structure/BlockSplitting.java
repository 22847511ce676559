package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a block around one of its statements and duplicates the statement. A bit of the function's own data decides
 * which copy runs.
 *
 * <p>Soundness: both copies do the same, exactly one of them runs, and the data is only read.
 */
final class BlockSplitting implements Transformation {
    private static final int MIN_INSTRUCTIONS = 2;

    @Override
    public String name() {
        return "block-splitting";
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
        List<GlobalGet> globals = context.mutableIntegerGlobals().all();
        List<Expr> locals = new ArrayList<>();
        for (int i = 0; i < function.localCount(); i++) {
            if (function.localType(i).isInteger()) {
                locals.add(new LocalGet(i, function.localType(i)));
            }
        }
        int data = globals.size() + locals.size();
        if (data == 0) {
            return Optional.empty();
        }
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        CopySize size = CopySize.of(function, context);
        return ChangedSites.change(function.root(), expr -> isSite(expr, size), 0, context.random(), expr -> {
                    Block block = (Block) expr;
                    int index = context.random().pick(Statements.of(block, item -> isForked(item, size)));
                    List<Expr> items = new ArrayList<>(block.items());
                    int drawn = context.random().below(data);
                    Expr source = drawn < globals.size() ? globals.get(drawn) : locals.get(drawn - globals.size());
                    Expr bit = bitOf(source, context.random().below(3));
                    items.set(index, fork(items.get(index), bit, labels.get()));
                    return new Block(block.label(), items, block.type());
                })
                .map(sites -> sites.outcome(function));
    }

    private static boolean isSite(Expr expr, CopySize size) {
        return expr instanceof Block block && Statements.exist(block, item -> isForked(item, size));
    }

    private static boolean isForked(Expr item, CopySize size) {
        return !ExprStatistics.isAtMost(item, MIN_INSTRUCTIONS - 1) && size.allows(item);
    }

    private static Expr bitOf(Expr data, int bit) {
        Expr narrow = data.type().equals(ValueType.I64) ? IntUnary.of(UnaryOperator.WRAP, ValueType.I64, data) : data;
        return IntBinary.of(BinaryOperator.AND, ValueType.I32, narrow, Const.i32(1 << bit));
    }

    private static Expr fork(Expr statement, Expr bit, Labels labels) {
        String second = labels.fresh("second");
        String joined = labels.fresh("joined");
        Expr copy = labels.copy(statement);
        return Block.of(joined, Block.of(second, Break.ifTrue(second, bit), statement, Break.to(joined)), copy);
    }
}
