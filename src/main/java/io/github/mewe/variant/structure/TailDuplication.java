package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
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
 * Copies the code that follows a join of two paths into both paths: after an {@code if}, or after a block that branches
 * leave (node splitting).
 *
 * <p>Soundness: after an {@code if}, each arm ends with the statements that followed both. After a block, the
 * fall-through path runs a copy of the statements and then skips the originals, which the branches out of the block
 * still reach. Either way the statements run once, at the same point, and any value that they leave becomes the value
 * of the whole.
 */
final class TailDuplication implements Transformation {
    private static final double SHARE = 0.1;

    @Override
    public String name() {
        return "tail-duplication";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Block.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        CopySize size = CopySize.of(function, context);
        return ChangedSites.change(
                        function.root(),
                        expr -> expr instanceof Block block && hasJoin(block, size),
                        SHARE,
                        context.random(),
                        expr -> duplicate((Block) expr, size, labels.get(), context.random()))
                .map(sites -> sites.outcome(function));
    }

    private static List<Integer> joins(Block block, CopySize size) {
        var indices = new ArrayList<Integer>();
        for (int i = 0; i + 1 < block.items().size(); i++) {
            if (isJoin(block, i, size)) {
                indices.add(i);
            }
        }
        return indices;
    }

    private static boolean hasJoin(Block block, CopySize size) {
        for (int i = 0; i + 1 < block.items().size(); i++) {
            if (isJoin(block, i, size)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJoin(Block block, int index, CopySize size) {
        return isJoin(block.items().get(index)) && size.allows(block.items().get(index + 1));
    }

    private static boolean isJoin(Expr expr) {
        if (expr instanceof If test) {
            return test.type().equals(ValueType.NONE)
                    && test.condition().isReachable()
                    && test.ifTrue().isReachable()
                    && (test.ifFalse() == null || test.ifFalse().isReachable());
        }
        return expr instanceof Block block
                && block.label() != null
                && block.type().equals(ValueType.NONE)
                && !block.items().isEmpty()
                && block.items().stream().allMatch(item -> item.type().equals(ValueType.NONE));
    }

    /** The maximum number of items after a join that can be copied. */
    private static int maxCopied(Block block, int join, CopySize size) {
        int count = 0;
        for (int end = join + 2; end <= block.items().size(); end++) {
            List<Expr> tail = block.items().subList(join + 1, end);
            if (!size.allows(new Block(null, tail, ValueType.NONE))) {
                break;
            }
            count++;
            if (!block.items().get(end - 1).isReachable()) {
                break;
            }
        }
        return count;
    }

    private static Expr duplicate(Block block, CopySize size, Labels labels, VariantRandom random) {
        int join = random.pick(joins(block, size));
        int count = maxCopied(block, join, size);
        int end = join + 2 + random.below(count);
        List<Expr> tail = block.items().subList(join + 1, end);
        ValueType type = tail.get(tail.size() - 1).type();
        var items = new ArrayList<>(block.items().subList(0, join));
        if (block.items().get(join) instanceof If test) {
            Block copy = (Block) labels.copy(new Block(null, tail, type));
            Block ifTrue = new Block(null, prepend(test.ifTrue(), tail), type);
            Block ifFalse =
                    test.ifFalse() == null ? copy : new Block(null, prepend(test.ifFalse(), copy.items()), type);
            items.add(new If(test.condition(), ifTrue, ifFalse, type));
        } else {
            items.add(split((Block) block.items().get(join), tail, type, labels));
        }
        items.addAll(block.items().subList(end, block.items().size()));
        return new Block(block.label(), items, block.type());
    }

    private static List<Expr> prepend(Expr first, List<Expr> rest) {
        var items = new ArrayList<Expr>();
        items.add(first);
        items.addAll(rest);
        return items;
    }

    private static Expr split(Block left, List<Expr> tail, ValueType type, Labels labels) {
        String joined = labels.fresh("joined");
        List<Expr> falling = new ArrayList<>(left.items());
        List<Expr> copy = ((Block) labels.copy(new Block(null, tail, type))).items();
        falling.addAll(copy.subList(0, copy.size() - 1));
        falling.addAll(LoopPeeling.leaving(copy.get(copy.size() - 1), joined));
        Block leaving = new Block(left.label(), falling, ValueType.NONE);
        return new Block(type.equals(ValueType.UNREACHABLE) ? null : joined, prepend(leaving, tail), type);
    }
}
