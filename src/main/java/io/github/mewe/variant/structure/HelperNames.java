package io.github.mewe.variant.structure;

import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.structure.Transformation.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The provisional names of helpers. A transformation numbers its own helpers from 0; afterwards they get numbers that
 * are unique in their variant. Neither kind of name can collide with a function of the module: all other names that the
 * generator sees come from the module itself, and the linker renames all remaining helpers.
 */
final class HelperNames {
    private static final String FRESH = "#fresh-helper";
    private static final String SETTLED = "#helper";

    private HelperNames() {}

    /** The provisional name of a transformation's helper. */
    static String fresh(int number) {
        return FRESH + number;
    }

    /**
     * Gives the helpers of an outcome their names in the variant.
     *
     * @param outcome the result of a transformation
     * @param present the number of helpers that the variant already has
     */
    static Outcome settle(Outcome outcome, int present) {
        if (outcome.helpers().isEmpty()) {
            return outcome;
        }
        Map<String, String> names = new HashMap<>();
        outcome.helpers().forEach(helper -> names.put(helper.name(), SETTLED + (present + names.size())));
        List<FunctionBody> helpers = outcome.helpers().stream()
                .map(helper -> renamed(helper, names).withName(names.get(helper.name())))
                .toList();
        return new Outcome(renamed(outcome.body(), names), helpers, outcome.sites());
    }

    private static FunctionBody renamed(FunctionBody body, Map<String, String> names) {
        return body.withRoot(ExprTransformer.bottomUp(body.root(), expr -> renamed(expr, names)));
    }

    private static Expr renamed(Expr expr, Map<String, String> names) {
        return expr instanceof Call call && names.containsKey(call.target())
                ? new Call(names.get(call.target()), call.operands(), call.tail(), call.type())
                : expr;
    }
}
