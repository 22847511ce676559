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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges the bodies of two small callees into one helper, whose first parameter selects the body, and redirects the
 * calls to it.
 *
 * <p>Soundness: the helper runs the body of the original callee with the same arguments. Each callee's parameters are
 * assigned to helper parameters of the same types in the same order, so arguments are evaluated as before; a helper
 * parameter that the callee lacks receives a constant. The callees share no other locals, and all of these start at
 * zero. A return or tail call in a body leaves the helper as it left the callee, and both have the same result type.
 */
final class CalleeMerging implements Transformation {
    private static final int MAX_PARAMETERS = 10;
    private static final int MAX_TRIES = 6;

    @Override
    public String name() {
        return "callee-merging";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Call.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var byName = new TreeMap<String, FunctionBody>();
        var seen = new HashSet<String>();
        seen.add(function.name());
        ExprWalk.each(function.root(), expr -> {
            if (isReplaceable(expr) && seen.add(((Call) expr).target())) {
                context.functions()
                        .apply(((Call) expr).target())
                        .filter(CalleeMerging::canMerge)
                        .ifPresent(callee -> byName.put(callee.name(), callee));
            }
        });
        List<FunctionBody> callees = new ArrayList<>(byName.values());
        for (int i = 0; i < MAX_TRIES && callees.size() >= 2; i++) {
            FunctionBody first = context.random().pick(callees);
            FunctionBody second = context.random().pick(callees);
            if (first == second
                    || !first.signature().result().equals(second.signature().result())) {
                continue;
            }
            Merged merged = Merged.of(first, second, context.random());
            if (merged.layout().size() <= MAX_PARAMETERS) {
                return Optional.of(merge(function, merged));
            }
        }
        return Optional.empty();
    }

    private static boolean isReplaceable(Expr expr) {
        return expr instanceof Call call && !call.tail() && HelperCall.areReachable(call.operands());
    }

    /** Parameters must be scalar: a call passes a constant for each parameter that its callee lacks. */
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
     * One of two merged callees.
     *
     * @param places the index in the layout for each parameter, ascending
     * @param key the selector that stands for the callee
     */
    private record Part(FunctionBody callee, List<Integer> places, int key) {}

    /**
     * Two callees merged into one helper.
     *
     * @param layout the types of the helper's parameters after the selector
     */
    private record Merged(Part first, Part second, List<ValueType> layout) {

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
            return new Merged(
                    new Part(first, firstPlaces, firstKey), new Part(second, secondPlaces, secondKey), layout);
        }

        boolean replaces(Call call) {
            return call.target().equals(first.callee().name())
                    || call.target().equals(second.callee().name());
        }

        Expr call(Call call) {
            Part part = call.target().equals(first.callee().name()) ? first : second;
            List<Expr> operands = new ArrayList<>();
            operands.add(Const.i32(part.key()));
            for (int place = 0; place < layout.size(); place++) {
                int param = part.places().indexOf(place);
                operands.add(
                        param < 0
                                ? Const.zero(layout.get(place))
                                : call.operands().get(param));
            }
            return new Call(HelperNames.fresh(0), operands, false, call.type());
        }

        FunctionBody helper() {
            FunctionBody firstBody = first.callee();
            FunctionBody secondBody = second.callee();
            List<ValueType> params = new ArrayList<>();
            params.add(ValueType.I32);
            params.addAll(layout);
            List<ValueType> vars = new ArrayList<>(firstBody.vars());
            vars.addAll(secondBody.vars());
            Expr one = moved(firstBody.root(), first, params.size());
            Labels labels = Labels.of(one);
            Expr copy = labels.copy(secondBody.root());
            Expr other = moved(copy, second, params.size() + firstBody.vars().size());
            ValueType result = firstBody.signature().result();
            Expr isFirst = I32.of(BinaryOperator.EQ, new LocalGet(0, ValueType.I32), first.key());
            ValueType type = one.isReachable() || other.isReachable() ? result : ValueType.UNREACHABLE;
            return new FunctionBody(
                    HelperNames.fresh(0), new Signature(params, result), vars, new If(isFirst, one, other, type));
        }

        private static Expr moved(Expr root, Part part, int firstVar) {
            int params = part.callee().signature().params().size();
            List<Integer> places = part.places();
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
