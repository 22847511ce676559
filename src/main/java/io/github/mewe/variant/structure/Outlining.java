package io.github.mewe.variant.structure;

import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.ValueType;
import io.github.mewe.variant.StrategyContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a part of a function into a helper function.
 *
 * <p>Soundness: the part has one entry and one exit: it does not return, no branch leaves it, and it contains no tail
 * call. It writes no local, so every local that it reads has one value throughout, which the call passes. Everything
 * else (memory, globals, tables, traps, exceptions, calls) is the same from within another function.
 */
final class Outlining implements Transformation {
    private static final int LEAST_INSTRUCTIONS = 4;
    private static final int MOST_INSTRUCTIONS = 60;
    private static final int MOST_PARAMETERS = 8;

    @Override
    public String name() {
        return "outlining";
    }

    @Override
    public boolean changesFrame() {
        return true;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        var helpers = new ArrayList<FunctionBody>(1);
        return Sites.change(function.root(), expr -> isSite(expr, function), 0, context.random(), expr -> {
                    FunctionBody helper = helper(expr, function);
                    helpers.add(helper);
                    List<Expr> arguments = new ArrayList<>();
                    LocalAccess.of(expr).reads().stream()
                            .forEach(local -> arguments.add(new LocalGet(local, function.localType(local))));
                    return new Call(helper.name(), arguments, false, expr.type());
                })
                .map(sites -> new Outcome(function.withRoot(sites.root()), List.copyOf(helpers), sites.indices()));
    }

    private static boolean isSite(Expr expr, FunctionBody function) {
        if (!expr.isReachable() || expr == function.root()) {
            return false;
        }
        return ExprStatistics.isAtMost(expr, MOST_INSTRUCTIONS)
                && !ExprStatistics.isAtMost(expr, LEAST_INSTRUCTIONS - 1)
                && hasOneEntryAndExit(expr)
                && canBeParameters(LocalAccess.of(expr).reads(), function);
    }

    /** A local can hold several values, a parameter cannot. */
    private static boolean canBeParameters(BitSet locals, FunctionBody function) {
        return locals.cardinality() <= MOST_PARAMETERS
                && locals.stream().noneMatch(local -> function.localType(local).isTuple());
    }

    private static boolean hasOneEntryAndExit(Expr root) {
        var defined = Labels.definedIn(root);
        return !ExprWalk.any(
                root,
                expr -> expr instanceof LocalSet
                        || expr instanceof Return
                        || (expr instanceof Call call && call.tail())
                        || (expr instanceof Break jump && !defined.contains(jump.label()))
                        || (expr instanceof Switch table
                                && !(defined.containsAll(table.targets()) && defined.contains(table.defaultTarget())))
                        || (expr instanceof Opaque opaque
                                && (opaque.template().hasLabels()
                                        || opaque.template().isPinned()
                                        || opaque.template().leavesFunction())));
    }

    private static FunctionBody helper(Expr part, FunctionBody function) {
        Map<Integer, Integer> parameterOf = new HashMap<>();
        List<ValueType> types = new ArrayList<>();
        LocalAccess.of(part).reads().stream().forEach(local -> {
            parameterOf.put(local, types.size());
            types.add(function.localType(local));
        });
        Expr body = ExprTransformer.bottomUp(
                part,
                expr -> expr instanceof LocalGet get ? new LocalGet(parameterOf.get(get.index()), get.type()) : expr);
        return new FunctionBody(HelperNames.fresh(0), new Signature(types, part.type()), List.of(), body);
    }
}
