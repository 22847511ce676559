package io.github.mewe.variant.structure;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reorders the locals that are not parameters.
 *
 * <p>Soundness: every access is renumbered with its local.
 */
final class LocalPermutation implements Transformation {
    @Override
    public String name() {
        return "local-permutation";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        int count = function.vars().size();
        if (count < 2) {
            return Optional.empty();
        }
        int params = function.signature().params().size();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(context.random().below(i + 1), i);
        }
        int[] place = new int[count];
        List<ValueType> vars = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            place[order.get(i)] = i;
            vars.add(function.vars().get(order.get(i)));
        }
        Expr root = ExprTransformer.bottomUp(function.root(), expr -> {
            if (expr instanceof LocalGet get && get.index() >= params) {
                return new LocalGet(params + place[get.index() - params], get.type());
            }
            if (expr instanceof LocalSet set && set.index() >= params) {
                return new LocalSet(params + place[set.index() - params], set.value(), set.tee(), set.type());
            }
            return expr;
        });
        return Optional.of(
                new Outcome(new FunctionBody(function.name(), function.signature(), vars, root), List.of(), List.of()));
    }
}
