package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the bodies of two small callees into one helper, which does what its first parameter says, and calls it in their
 * place.
 *
 * <p>Soundness: the helper runs the body of the callee that was called, with the same arguments: each callee's
 * parameters have places of their types in their own order, so that arguments are evaluated as before, and places that
 * the callee does not have get a constant. Its other locals are its own and begin with zero. A return or tail call in
 * it leaves the helper as it left the callee, whose result has the same type.
 */
final class CalleeMerging implements Transformation {
    private static final int MOST_PARAMETERS = 10;
    private static final int MOST_TRIES = 6;

    @Override
    public String name() {
        return "callee-merging";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var byName = new TreeMap<String, FunctionBody>();
        ExprWalk.each(function.root(), expr -> {
            if (isReplaceable(expr) && !((Call) expr).target().equals(function.name())) {
                context.functions()
                        .apply(((Call) expr).target())
                        .filter(CalleeMerging::canMerge)
                        .ifPresent(callee -> byName.put(callee.name(), callee));
            }
        });
        List<FunctionBody> callees = new ArrayList<>(byName.values());
        for (int i = 0; i < MOST_TRIES && callees.size() >= 2; i++) {
            FunctionBody first = context.random().pick(callees);
            FunctionBody second = context.random().pick(callees);
            if (first == second
                    || !first.signature().result().equals(second.signature().result())) {
                continue;
            }
            Merged merged = Merged.of(first, second, context.random());
            if (merged.layout().size() <= MOST_PARAMETERS) {
                return Optional.of(merge(function, merged));
            }
        }
        return Optional.empty();
    }

    private static boolean isReplaceable(Expr expr) {
        return expr instanceof Call call
                && !call.tail()
                && call.operands().stream().allMatch(Expr::isReachable);
    }

    /** What is added in one place has no value to pass but a number. */
    private static boolean canMerge(FunctionBody callee) {
        return callee.signature().params().stream().allMatch(ValueType::isScalar)
                && !callee.signature().result().isTuple()
                && Labels.isCopyable(callee.root());
    }

    private static Outcome merge(FunctionBody function, Merged merged) {
        var sites = new ArrayList<Integer>();
        int[] node = {-1};
        Expr root = ExprTransformer.bottomUp(function.root(), expr -> {
            node[0]++;
            if (!isReplaceable(expr) || !merged.replaces((Call) expr)) {
                return expr;
            }
            sites.add(node[0]);
            return merged.call((Call) expr);
        });
        return new Outcome(function.withRoot(root), List.of(merged.helper()), sites);
    }

    /**
     * Two callees as one.
     *
     * @param layout the types of the helper's parameters behind the selector
     * @param firstPlaces for each parameter of the first callee, its place in the layout, in ascending order
     * @param secondPlaces the same of the second
     * @param firstKey what the selector is for the first callee
     * @param secondKey what it is for the second
     */
    private record Merged(
            FunctionBody first,
            FunctionBody second,
            List<ValueType> layout,
            List<Integer> firstPlaces,
            List<Integer> secondPlaces,
            int firstKey,
            int secondKey) {

        static Merged of(FunctionBody first, FunctionBody second, VariantRandom random) {
            List<ValueType> layout = new ArrayList<>(first.signature().params());
            List<Integer> firstPlaces = new ArrayList<>();
            for (int i = 0; i < layout.size(); i++) {
                firstPlaces.add(i);
            }
            List<Integer> secondPlaces = new ArrayList<>();
            int next = 0;
            for (ValueType type : second.signature().params()) {
                while (next < layout.size() && !layout.get(next).equals(type)) {
                    next++;
                }
                if (next == layout.size()) {
                    layout.add(type);
                }
                secondPlaces.add(next++);
            }
            int firstKey = (int) random.bits();
            int secondKey = firstKey ^ (1 << random.below(32));
            return new Merged(first, second, layout, firstPlaces, secondPlaces, firstKey, secondKey);
        }

        boolean replaces(Call call) {
            return call.target().equals(first.name()) || call.target().equals(second.name());
        }

        Expr call(Call call) {
            boolean isFirst = call.target().equals(first.name());
            List<Integer> places = isFirst ? firstPlaces : secondPlaces;
            List<Expr> operands = new ArrayList<>();
            operands.add(Const.i32(isFirst ? firstKey : secondKey));
            for (int place = 0; place < layout.size(); place++) {
                int param = places.indexOf(place);
                operands.add(
                        param < 0
                                ? Const.zero(layout.get(place))
                                : call.operands().get(param));
            }
            return new Call(HelperNames.fresh(0), operands, false, call.type());
        }

        FunctionBody helper() {
            List<ValueType> params = new ArrayList<>();
            params.add(ValueType.I32);
            params.addAll(layout);
            List<ValueType> vars = new ArrayList<>(first.vars());
            vars.addAll(second.vars());
            Expr one = moved(first.root(), first, firstPlaces, params.size());
            Labels labels = Labels.of(one);
            Expr copy = labels.copy(second.root());
            Expr other = moved(
                    copy, second, secondPlaces, params.size() + first.vars().size());
            ValueType result = first.signature().result();
            Expr isFirst = I32.of(BinaryOperator.EQ, new LocalGet(0, ValueType.I32), firstKey);
            ValueType type = one.isReachable() || other.isReachable() ? result : ValueType.UNREACHABLE;
            return new FunctionBody(
                    HelperNames.fresh(0), new Signature(params, result), vars, new If(isFirst, one, other, type));
        }

        private static Expr moved(Expr root, FunctionBody callee, List<Integer> places, int firstVar) {
            int params = callee.signature().params().size();
            return ExprTransformer.bottomUp(root, expr -> {
                if (expr instanceof LocalGet get) {
                    return new LocalGet(place(get.index(), params, places, firstVar), get.type());
                }
                return expr instanceof LocalSet set
                        ? new LocalSet(place(set.index(), params, places, firstVar), set.value(), set.tee(), set.type())
                        : expr;
            });
        }

        private static int place(int local, int params, List<Integer> places, int firstVar) {
            return local < params ? 1 + places.get(local) : firstVar + local - params;
        }
    }
}
