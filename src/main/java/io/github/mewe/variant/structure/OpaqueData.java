package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The data that is available in a function, and opaque conditions over it. Reads of the data have no effect, and the
 * value of a condition does not depend on the data.
 */
final class OpaqueData {
    private final FunctionBody function;
    private final VariantRandom random;
    private final List<Expr> everywhere = new ArrayList<>();

    OpaqueData(FunctionBody function, StrategyContext context) {
        this.function = function;
        this.random = context.random();
        for (int i = 0; i < function.signature().params().size(); i++) {
            if (function.localType(i).isInteger()) {
                everywhere.add(read(i));
            }
        }
        context.mutableIntegerGlobals().forEach(global -> everywhere.add(I32.low(global)));
    }

    private Expr read(int local) {
        return I32.low(new LocalGet(local, function.localType(local)));
    }

    /** Returns true if some data that an engine cannot know at compile time is available everywhere in the function. */
    boolean exists() {
        return !everywhere.isEmpty();
    }

    /**
     * A condition that is 1 for all data.
     *
     * @param near code whose locals probably hold data where the condition is evaluated
     */
    Expr truth(Expr near) {
        List<Expr> sources = new ArrayList<>(everywhere);
        LocalAccess.of(near).reads().stream()
                .filter(local -> function.localType(local).isInteger())
                .mapToObj(this::read)
                .forEach(sources::add);
        OpaquePredicate predicate = random.pick(OpaquePredicate.ALL);
        Expr x = random.pick(sources);
        Expr y = random.pick(sources);
        // With a single value, an engine that simplifies x & x could fold the condition.
        if (y.equals(x)) {
            y = I32.of(BinaryOperator.ADD, y, Const.i32(1 + random.below(1000)));
        }
        return predicate.form().apply(x, y);
    }

    /** A value that is 0 for all data. */
    Expr zero(Expr near) {
        return I32.not(truth(near));
    }
}
