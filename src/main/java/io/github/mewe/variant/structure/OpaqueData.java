package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VisitBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * The data that is available in a function, and opaque conditions over it. Reads of the data have no effect, and the
 * value of a condition does not depend on the data.
 */
final class OpaqueData {
    private final FunctionBody function;
    private final VariantRandom random;
    private final List<Expr> params = new ArrayList<>();
    private final List<GlobalGet> globals;
    private final VisitBudget visits;

    OpaqueData(FunctionBody function, StrategyContext context) {
        this.function = function;
        this.random = context.random();
        for (int i = 0; i < function.signature().params().size(); i++) {
            if (function.localType(i).isInteger()) {
                params.add(read(i));
            }
        }
        this.globals = context.mutableIntegerGlobals().all();
        this.visits = VisitBudget.of(function.root());
    }

    private Expr read(int local) {
        return I32.low(new LocalGet(local, function.localType(local)));
    }

    /** Returns true if some data that an engine cannot know at compile time is available everywhere in the function. */
    boolean exists() {
        return !params.isEmpty() || !globals.isEmpty();
    }

    /**
     * A condition that is 1 for all data.
     *
     * @param near code whose locals probably hold data where the condition is evaluated
     */
    Expr truth(Expr near) {
        List<Expr> locals = visits.covers(near)
                ? LocalAccess.of(near).reads().stream()
                        .filter(local -> function.localType(local).isInteger())
                        .mapToObj(this::read)
                        .toList()
                : List.of();
        OpaquePredicate predicate = random.pick(OpaquePredicate.ALL);
        Expr x = pick(locals);
        Expr y = pick(locals);
        // With a single value, an engine that simplifies x & x could fold the condition.
        if (y.equals(x)) {
            y = I32.of(BinaryOperator.ADD, y, Const.i32(1 + random.below(1000)));
        }
        return predicate.form().apply(x, y);
    }

    /** Draws one of the parameters, the globals and some locals. */
    private Expr pick(List<Expr> locals) {
        int drawn = random.below(params.size() + globals.size() + locals.size());
        if (drawn < params.size()) {
            return params.get(drawn);
        }
        int behind = drawn - params.size();
        return behind < globals.size() ? I32.low(globals.get(behind)) : locals.get(behind - globals.size());
    }

    /** A value that is 0 for all data. */
    Expr zero(Expr near) {
        return I32.not(truth(near));
    }
}
