package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Switch;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a {@code br_table} into a chain of comparisons in random order, or into a balanced search tree of comparisons.
 *
 * <p>Soundness: the index is evaluated once, into a fresh local. The index ranges, one target each, are disjoint and
 * cover all indices. So the order of the tests does not matter, and exactly one branch is taken, to the same target.
 */
final class SwitchToCompares implements Transformation {
    private static final int MAX_CHAIN_LENGTH = 8;
    private static final int MAX_RANGES = 48;
    private static final int ADDED = 8;

    @Override
    public String name() {
        return "switch-to-compares";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public boolean branchesOnData() {
        return true;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Switch.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        int local = function.localCount();
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        SwitchToCompares::isSite,
                        ADDED,
                        0.5,
                        expr -> compares((Switch) expr, local, context.random()))
                .map(sites ->
                        new Outcome(function.with(sites.root(), List.of(ValueType.I32)), List.of(), sites.indices()));
    }

    private static boolean isSite(Expr expr) {
        return expr instanceof Switch table
                && table.value() == null
                && table.index().isReachable()
                && ranges(table).size() <= MAX_RANGES;
    }

    /** A range of indices, unsigned and inclusive, with the same target. */
    private record Range(int first, int last, String target) {}

    private static List<Range> ranges(Switch table) {
        var ranges = new ArrayList<Range>();
        int count = table.targets().size();
        int first = 0;
        for (int i = 1; i <= count; i++) {
            String target = table.targets().get(first);
            if (i == count || !table.targets().get(i).equals(target)) {
                ranges.add(new Range(first, i - 1, target));
                first = i;
            }
        }
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).target().equals(table.defaultTarget())) {
            count = ranges.remove(last).first();
        }
        ranges.add(new Range(count, -1, table.defaultTarget()));
        return ranges;
    }

    private static Expr compares(Switch table, int local, VariantRandom random) {
        List<Range> ranges = ranges(table);
        Expr index = new LocalGet(local, ValueType.I32);
        var items = new ArrayList<Expr>();
        items.add(LocalSet.set(local, table.index()));
        if (ranges.size() <= MAX_CHAIN_LENGTH && random.chance(0.5)) {
            items.addAll(chain(ranges, table.defaultTarget(), index, random));
        } else {
            items.add(tree(ranges, index));
        }
        return new Block(null, items, ValueType.UNREACHABLE);
    }

    private static List<Expr> chain(List<Range> ranges, String defaultTarget, Expr index, VariantRandom random) {
        var tests = new ArrayList<Expr>();
        for (Range range : ranges) {
            if (!range.target().equals(defaultTarget)) {
                tests.add(random.below(tests.size() + 1), Break.ifTrue(range.target(), isWithin(range, index)));
            }
        }
        tests.add(Break.to(defaultTarget));
        return tests;
    }

    private static Expr isWithin(Range range, Expr index) {
        if (range.first() == range.last()) {
            return I32.of(BinaryOperator.EQ, index, range.first());
        }
        Expr offset = I32.of(BinaryOperator.SUB, index, range.first());
        return I32.of(BinaryOperator.LE_U, offset, Const.i32(range.last() - range.first()));
    }

    private static Expr tree(List<Range> ranges, Expr index) {
        if (ranges.size() == 1) {
            return Break.to(ranges.get(0).target());
        }
        int middle = ranges.size() / 2;
        Expr below = I32.of(BinaryOperator.LT_U, index, ranges.get(middle).first());
        return new If(
                below,
                tree(ranges.subList(0, middle), index),
                tree(ranges.subList(middle, ranges.size()), index),
                ValueType.UNREACHABLE);
    }
}
