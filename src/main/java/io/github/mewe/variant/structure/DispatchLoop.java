package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.SubtreeSearch;
import io.github.mewe.ir.Switch;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Flattens successive statements of a block: they become the cases of a loop around a {@code br_table} on a state
 * variable, in random order (Wang, Hill, Knight and Davidson, "Software Tamper Resistance: Obstructing Static Analysis
 * of Programs", 2000, applied to a part of a body).
 *
 * <p>Soundness: the state is a fresh local. Each case runs one part and then sets the state to that of the part that
 * followed it; the last part exits the loop instead. An {@code if} sets the state to that of the arm that it would have
 * entered. So the parts run as often and in the same order as before. A branch out of a part leaves the loop as well.
 */
final class DispatchLoop implements Transformation {
    private static final int MIN_PARTS = 3;
    private static final int MAX_PARTS = 5;
    private static final int MAX_CASES = 8;
    private static final int MAX_ITEMS = 16;
    private static final int ADDED = 4 * MIN_PARTS;
    private static final int EXIT = -1;

    @Override
    public String name() {
        return "dispatch-loop";
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
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        int state = function.localCount();
        var pinned = new Lazy<>(() -> new SubtreeSearch(function.root(), Labels::isPinnedNode));
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        expr -> expr instanceof Block block && hasRun(block, pinned),
                        ADDED,
                        0,
                        expr -> flatten(
                                (Block) expr, runs((Block) expr, pinned.get()), state, labels.get(), context.random()))
                .map(sites ->
                        new Outcome(function.with(sites.root(), List.of(ValueType.I32)), List.of(), sites.indices()));
    }

    /** A run of statements that can be flattened. */
    private record Run(int start, int length) {}

    /** Returns true if there are {@linkplain #runs runs}. */
    private static boolean hasRun(Block block, Supplier<SubtreeSearch> pinned) {
        List<Expr> items = block.items();
        int length = 0;
        for (int i = 0, size = items.size(); i < size; i++) {
            length = items.get(i).type().equals(ValueType.NONE) ? length + 1 : 0;
            if (length >= MIN_PARTS && length(block, i + 1 - MIN_PARTS, pinned.get()) >= MIN_PARTS) {
                return true;
            }
        }
        return false;
    }

    private static List<Run> runs(Block block, SubtreeSearch pinned) {
        return Statements.of(block, item -> true).stream()
                .map(start -> new Run(start, length(block, start, pinned)))
                .filter(run -> run.length() >= MIN_PARTS)
                .toList();
    }

    private static int length(Block block, int start, SubtreeSearch pinned) {
        int end = start;
        while (end < block.items().size()
                && end - start < MAX_ITEMS
                && block.items().get(end).type().equals(ValueType.NONE)
                && !pinned.isIn(block.items().get(end))) {
            end++;
        }
        return end - start;
    }

    /** A part of the code. Its successors are case numbers or {@link #EXIT}. */
    private record Case(List<Expr> code, Expr condition, int next, int otherwise) {}

    private static Expr flatten(Block block, List<Run> runs, int state, Labels labels, VariantRandom random) {
        Run run = random.pick(runs);
        int start = run.start();
        int count = MIN_PARTS + random.below(run.length() - MIN_PARTS + 1);
        List<Expr> flattened = block.items().subList(start, start + count);
        List<Case> cases = cases(flattened, random);
        List<Expr> items = new ArrayList<>(block.items().subList(0, start));
        items.add(new Dispatch(cases, state, labels, random).code());
        items.addAll(block.items().subList(start + count, block.items().size()));
        return new Block(block.label(), items, block.type());
    }

    private static List<Case> cases(List<Expr> statements, VariantRandom random) {
        int parts = MIN_PARTS + random.below(Math.min(MAX_PARTS, statements.size()) - MIN_PARTS + 1);
        var cases = new ArrayList<Case>();
        int begin = 0;
        for (int part = 0; part < parts; part++) {
            int left = statements.size() - begin - (parts - part - 1);
            int size = part == parts - 1 ? left : 1 + random.below(left);
            List<Expr> code = statements.subList(begin, begin + size);
            begin += size;
            boolean isLast = part == parts - 1;
            int room = MAX_CASES - cases.size() - (parts - part - 1);
            if (code.size() == 1
                    && code.get(0) instanceof If test
                    && test.condition().isReachable()
                    && room >= 3) {
                int here = cases.size();
                int behind = here + (test.ifFalse() == null ? 2 : 3);
                int next = isLast ? EXIT : behind;
                cases.add(new Case(List.of(), test.condition(), here + 1, test.ifFalse() == null ? next : here + 2));
                cases.add(new Case(List.of(test.ifTrue()), null, next, EXIT));
                if (test.ifFalse() != null) {
                    cases.add(new Case(List.of(test.ifFalse()), null, next, EXIT));
                }
            } else {
                cases.add(new Case(code, null, isLast ? EXIT : cases.size() + 1, EXIT));
            }
        }
        return cases;
    }

    /** Builds the loop from its cases; execution starts with the first. */
    private static final class Dispatch {
        private final List<Case> cases;
        private final int local;
        private final List<Integer> stateOf;
        private final List<Integer> order;
        private final List<String> targets = new ArrayList<>();
        private final String again;
        private final String exit;

        Dispatch(List<Case> cases, int local, Labels labels, VariantRandom random) {
            this.cases = cases;
            this.local = local;
            this.stateOf = shuffled(cases.size(), random);
            this.order = shuffled(cases.size(), random);
            this.again = labels.fresh("dispatch");
            this.exit = labels.fresh("exit");
            for (int i = 0; i < cases.size(); i++) {
                targets.add(labels.fresh("state"));
            }
        }

        private static List<Integer> shuffled(int count, VariantRandom random) {
            var list = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                list.add(random.below(i + 1), i);
            }
            return list;
        }

        Expr code() {
            List<String> table = new ArrayList<>();
            for (int value = 0; value < cases.size(); value++) {
                table.add(targets.get(stateOf.indexOf(value)));
            }
            String last = table.remove(cases.size() - 1);
            Expr inner = new Switch(table, last, null, new LocalGet(local, ValueType.I32));
            List<Expr> items = List.of(inner);
            for (int number : order) {
                List<Expr> outer = new ArrayList<>();
                outer.add(new Block(targets.get(number), items, ValueType.NONE));
                outer.addAll(code(cases.get(number)));
                items = outer;
            }
            Block body = new Block(null, items, ValueType.UNREACHABLE);
            Loop loop = new Loop(again, body, ValueType.UNREACHABLE);
            return Block.of(exit, LocalSet.set(local, state(0)), loop);
        }

        private Expr state(int number) {
            return Const.i32(stateOf.get(number));
        }

        private List<Expr> code(Case part) {
            List<Expr> items = new ArrayList<>(part.code());
            if (!items.isEmpty() && !items.get(items.size() - 1).isReachable()) {
                return items;
            }
            if (part.condition() == null) {
                if (part.next() == EXIT) {
                    items.add(Break.to(exit));
                    return items;
                }
                items.add(LocalSet.set(local, state(part.next())));
            } else if (part.otherwise() == EXIT) {
                items.add(Break.ifTrue(exit, I32.not(part.condition())));
                items.add(LocalSet.set(local, state(part.next())));
            } else {
                Expr next = Select.of(state(part.next()), state(part.otherwise()), part.condition(), ValueType.I32);
                items.add(LocalSet.set(local, next));
            }
            items.add(Break.to(again));
            return items;
        }
    }
}
