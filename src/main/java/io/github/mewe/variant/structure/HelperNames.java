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
 * The provisional names of helpers. A transformation numbers its own from 0 on; they get numbers that are unique in
 * their variant when it is done. Neither kind of name can be that of a function of the module in this place: the
 * generator's only other source of names is the module itself, and the linker renames all that are left.
 */
final class HelperNames {
    private static final String FRESH = "#fresh-helper";
    private static final String SETTLED = "#helper";

    private HelperNames() {}

    /** The name of a transformation's own helper number {@code number}. */
    static String fresh(int number) {
        return FRESH + number;
    }

    /**
     * Gives the helpers of an outcome the names under which the variant knows them.
     *
     * @param outcome what a transformation made
     * @param present how many helpers the variant has already
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
