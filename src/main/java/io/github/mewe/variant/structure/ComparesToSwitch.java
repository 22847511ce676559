package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns successive comparisons of one local with constants into a {@code br_table}. The comparisons are adjacent
 * branches in a block, or a chain of {@code if}s nested in each other's else arms.
 *
 * <p>Soundness: the first comparison may write the local that it compares; the index of the table then performs that
 * write, once. The other comparisons have no effect, and nothing between them writes the local, so all of them see the
 * same value. The first comparison that holds decides: for every constant, the table has the target of the first
 * comparison that holds for it, and it falls through if none holds. The index is the value minus the smallest constant,
 * modulo 2^32.
 */
final class ComparesToSwitch implements Transformation {
    private static final int MIN_CASES = 2;
    private static final int MAX_CASES = 1000;
    private static final long WIDEST_TABLE = 64;

    @Override
    public String name() {
        return "compares-to-switch";
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
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        return ChangedSites.change(
                        function.root(),
                        expr -> firstBranch(expr) >= 0
                                || (expr instanceof If && arms(expr).size() >= MIN_CASES),
                        0.5,
                        context.random(),
                        expr -> expr instanceof Block block
                                ? branches(block, labels.get())
                                : ifs((If) expr, labels.get()))
                .map(sites -> sites.outcome(function));
    }

    /**
     * A comparison of a value with a constant. A local holds the value afterwards.
     *
     * @param value a read of the local, or a write that leaves the value
     * @param holdsIfEqual true if it holds for the constant alone, false if it holds for all other values
     * @param then the code that runs if it holds
     */
    private record Case(Expr value, int local, int constant, boolean holdsIfEqual, Expr then) {

        static Optional<Case> of(Expr condition, Expr then) {
            if (condition instanceof IntBinary compare
                    && (compare.operator() == BinaryOperator.EQ || compare.operator() == BinaryOperator.NE)
                    && compare.right() instanceof Const constant) {
                return of(compare.left(), (int) constant.bits(), compare.operator() == BinaryOperator.EQ, then);
            }
            return condition instanceof IntUnary test && test.operator() == UnaryOperator.EQZ
                    ? of(test.value(), 0, true, then)
                    : of(condition, 0, false, then);
        }

        private static Optional<Case> of(Expr value, int constant, boolean holdsIfEqual, Expr then) {
            if (!value.type().equals(ValueType.I32)) {
                return Optional.empty();
            }
            if (value instanceof LocalGet get) {
                return Optional.of(new Case(value, get.index(), constant, holdsIfEqual, then));
            }
            return value instanceof LocalSet tee
                    ? Optional.of(new Case(value, tee.index(), constant, holdsIfEqual, then))
                    : Optional.empty();
        }
    }

    /** A prefix of a sequence of cases: those that compare the same local and fit into one table. */
    private static final class Prefix {
        private final List<Case> cases = new ArrayList<>();
        private long least = Long.MAX_VALUE;
        private long most = Long.MIN_VALUE;

        /** Adds the next case of the sequence if it belongs to the prefix. Returns true if another may follow. */
        boolean add(Case next) {
            least = Math.min(least, next.constant());
            most = Math.max(most, next.constant());
            boolean isFirst = cases.isEmpty();
            if (cases.size() == MAX_CASES
                    || most - least >= WIDEST_TABLE
                    || !(isFirst || (next.local() == cases.get(0).local() && next.value() instanceof LocalGet))) {
                return false;
            }
            cases.add(next);
            return next.holdsIfEqual();
        }
    }

    /**
     * The table for some cases. Only the last may hold for all values but its constant.
     *
     * @param targets the branch target of each case
     * @param otherwise the branch target if no case holds
     */
    private static Switch table(List<Case> cases, List<String> targets, String otherwise) {
        var byConstant = new TreeMap<Integer, String>();
        String all = otherwise;
        for (int i = 0; i < cases.size(); i++) {
            boolean holdsIfEqual = cases.get(i).holdsIfEqual();
            byConstant.putIfAbsent(cases.get(i).constant(), holdsIfEqual ? targets.get(i) : otherwise);
            all = holdsIfEqual ? all : targets.get(i);
        }
        int least = byConstant.firstKey();
        List<String> table = new ArrayList<>();
        for (int i = 0; i <= byConstant.lastKey() - least; i++) {
            table.add(byConstant.getOrDefault(least + i, all));
        }
        return new Switch(
                table, all, null, I32.of(BinaryOperator.SUB, cases.get(0).value(), least));
    }

    private static int firstBranch(Expr expr) {
        if (expr instanceof Block block) {
            for (int i = 0; i + MIN_CASES <= block.items().size(); i++) {
                if (isCase(block.items().get(i)) && branchesFrom(block, i).size() >= MIN_CASES) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static boolean isCase(Expr item) {
        return item instanceof Break jump && jump.condition() != null && jump.value() == null;
    }

    private static List<Case> branchesFrom(Block block, int start) {
        var prefix = new Prefix();
        for (Expr item : block.items().subList(start, block.items().size())) {
            Optional<Case> next = isCase(item) ? Case.of(((Break) item).condition(), item) : Optional.empty();
            if (next.isEmpty() || !prefix.add(next.get())) {
                break;
            }
        }
        return prefix.cases;
    }

    private static Expr branches(Block block, Labels labels) {
        int start = firstBranch(block);
        List<Case> cases = branchesFrom(block, start);
        String next = labels.fresh("next");
        List<String> targets =
                cases.stream().map(c -> ((Break) c.then()).label()).toList();
        List<Expr> items = new ArrayList<>(block.items().subList(0, start));
        items.add(Block.of(next, table(cases, targets, next)));
        items.addAll(block.items().subList(start + cases.size(), block.items().size()));
        return new Block(block.label(), items, block.type());
    }

    private static List<Case> arms(Expr expr) {
        var prefix = new Prefix();
        Expr next = expr;
        while (next instanceof If test && test.type().equals(expr.type())) {
            Optional<Case> arm = Case.of(test.condition(), test.ifTrue());
            if (arm.isEmpty() || !prefix.add(arm.get())) {
                break;
            }
            next = unwrapped(test.ifFalse());
        }
        return prefix.cases;
    }

    /** The only item of a block without a label; any other expression as it is. */
    private static Expr unwrapped(Expr expr) {
        return expr instanceof Block block
                        && block.label() == null
                        && block.items().size() == 1
                        && block.items().get(0).type().equals(block.type())
                ? block.items().get(0)
                : expr;
    }

    private static Expr ifs(If first, Labels labels) {
        List<Case> cases = arms(first);
        Expr otherwise = first;
        var targets = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) {
            otherwise = unwrapped(((If) otherwise).ifFalse());
            targets.add(labels.fresh("case"));
        }
        String end = labels.fresh("end");
        String none = labels.fresh("none");
        Expr inner = Block.of(targets.get(0), table(cases, targets, none));
        for (int i = 0; i < cases.size(); i++) {
            var items = new ArrayList<Expr>();
            items.add(inner);
            items.addAll(LoopPeeling.leaving(cases.get(i).then(), end));
            inner = new Block(i + 1 < cases.size() ? targets.get(i + 1) : none, items, ValueType.NONE);
        }
        return new Block(end, otherwise == null ? List.of(inner) : List.of(inner, otherwise), first.type());
    }
}
