package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.SubtreeSearch;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves the test at the head of a loop to its end, and puts a copy in front of the loop.
 *
 * <p>Soundness: the only branch to the loop's start is at the loop's end. It used to lead to the test; now a copy of
 * the test stands in its place. The loop's first test now runs in front of the loop. The sequence of tests and bodies
 * is the same.
 */
final class LoopRotation implements Transformation {
    @Override
    public String name() {
        return "loop-rotation";
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
        var uses = new Lazy<>(() -> Labels.usesIn(function.root()));
        var uncopyable = new Lazy<>(() -> new SubtreeSearch(function.root(), Labels::preventsCopies));
        return ChangedSites.change(
                        function.root(),
                        expr -> expr instanceof Loop loop
                                && isSite(loop)
                                && uses.get().getOrDefault(loop.label(), 0) == 1
                                && !uncopyable.get().isIn(loop.body()),
                        0.5,
                        context.random(),
                        expr -> {
                            Expr test = test((Loop) expr);
                            // The copied test may branch to the start of an outer loop.
                            Labels.usesIn(test)
                                    .forEach((label, count) -> uses.get().merge(label, count, Integer::sum));
                            return rotate((Loop) expr, labels.get());
                        })
                .map(sites -> sites.outcome(function));
    }

    private static boolean isSite(Loop loop) {
        return loop.label() != null && !loop.type().isConcrete() && (isWhile(loop) || isTestedAtHead(loop));
    }

    /** The test at the head of a loop: the condition of an {@code if}, or a {@code br_if}. */
    private static Expr test(Loop loop) {
        return loop.body() instanceof If conditional
                ? conditional.condition()
                : ((Block) loop.body()).items().get(0);
    }

    /** {@code loop L (if c (block ... (br L)))}. */
    private static boolean isWhile(Loop loop) {
        return loop.body() instanceof If conditional
                && conditional.ifFalse() == null
                && conditional.condition().isReachable()
                && CopySize.allowsAnywhere(conditional.condition())
                && endsWithRepeat(conditional.ifTrue(), loop.label());
    }

    /** {@code loop L (block (br_if OUT c) ... (br L))}. */
    private static boolean isTestedAtHead(Loop loop) {
        return loop.body() instanceof Block block
                && block.label() == null
                && block.items().size() >= 2
                && block.items().get(0) instanceof Break test
                && test.condition() != null
                && test.value() == null
                && test.condition().isReachable()
                && !test.label().equals(loop.label())
                && CopySize.allowsAnywhere(test.condition())
                && endsWithRepeat(block, loop.label());
    }

    private static boolean endsWithRepeat(Expr expr, String label) {
        return expr instanceof Block block
                && block.label() == null
                && !block.items().isEmpty()
                && block.items().get(block.items().size() - 1) instanceof Break repeat
                && repeat.condition() == null
                && repeat.value() == null
                && repeat.label().equals(label);
    }

    private static Expr rotate(Loop loop, Labels labels) {
        if (loop.body() instanceof If conditional) {
            List<Expr> items = new ArrayList<>(((Block) conditional.ifTrue()).items());
            Expr again = labels.copy(conditional.condition());
            items.set(items.size() - 1, Break.ifTrue(loop.label(), again));
            Loop rotated = new Loop(loop.label(), new Block(null, items, ValueType.NONE), ValueType.NONE);
            return new If(conditional.condition(), rotated, null, ValueType.NONE);
        }
        Block body = (Block) loop.body();
        Break test = (Break) body.items().get(0);
        List<Expr> items = new ArrayList<>(body.items().subList(1, body.items().size()));
        items.add(items.size() - 1, Break.ifTrue(test.label(), labels.copy(test.condition())));
        Loop rotated = new Loop(loop.label(), new Block(null, items, ValueType.UNREACHABLE), ValueType.UNREACHABLE);
        return new Block(null, List.of(test, rotated), ValueType.UNREACHABLE);
    }
}
