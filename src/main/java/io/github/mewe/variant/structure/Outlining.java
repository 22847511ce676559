package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
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
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
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
 * call. The call passes the values of the locals that the part reads. The part either writes no local, or leaves no
 * value and writes exactly one local; that local is passed as well, and its final value is the helper's result.
 * Everything else (memory, globals, tables, traps, exceptions, calls) behaves the same in another function.
 */
final class Outlining implements Transformation {
    private static final int MIN_INSTRUCTIONS = 4;
    private static final int MAX_INSTRUCTIONS = 60;
    private static final int MAX_PARAMETERS = 8;
    private static final double CALL = 8;

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
        return ChangedSites.changeCheaply(function, context, expr -> isSite(expr, function), CALL, 0, expr -> {
                    HelperCall call = helperCall(expr, function).reshaped(context);
                    helpers.add(call.helper());
                    BitSet written = LocalAccess.of(expr).writes();
                    return written.isEmpty() ? call.call() : LocalSet.set(written.nextSetBit(0), call.call());
                })
                .map(sites -> new Outcome(function.withRoot(sites.root()), helpers, sites.indices()));
    }

    private static boolean isSite(Expr expr, FunctionBody function) {
        if (!expr.isReachable() || expr == function.root()) {
            return false;
        }
        // Most expressions are too small, which is quickly found.
        if (ExprStatistics.isAtMost(expr, MIN_INSTRUCTIONS - 1)
                || !ExprStatistics.isAtMost(expr, MAX_INSTRUCTIONS)
                || !hasOneEntryAndExit(expr)) {
            return false;
        }
        LocalAccess access = LocalAccess.of(expr);
        return writesAtMostItsValue(expr, access.writes(), function) && canBeParameters(passed(access), function);
    }

    private static boolean writesAtMostItsValue(Expr expr, BitSet written, FunctionBody function) {
        return written.isEmpty()
                || (written.cardinality() == 1
                        && expr.type().equals(ValueType.NONE)
                        && function.localType(written.nextSetBit(0)).isScalar());
    }

    private static BitSet passed(LocalAccess access) {
        BitSet locals = access.reads();
        locals.or(access.writes());
        return locals;
    }

    /** Returns false for tuples: a local can hold one, a parameter cannot. */
    private static boolean canBeParameters(BitSet locals, FunctionBody function) {
        return locals.cardinality() <= MAX_PARAMETERS
                && locals.stream().noneMatch(local -> function.localType(local).isTuple());
    }

    private static boolean hasOneEntryAndExit(Expr root) {
        var defined = new Lazy<>(() -> Labels.definedIn(root));
        return !ExprWalk.any(
                root,
                expr -> expr instanceof Return
                        || (expr instanceof Call call && call.tail())
                        || (expr instanceof Break jump && !defined.get().contains(jump.label()))
                        || (expr instanceof Switch table
                                && !(defined.get().containsAll(table.targets())
                                        && defined.get().contains(table.defaultTarget())))
                        || (expr instanceof Opaque opaque
                                && (opaque.template().hasLabels()
                                        || opaque.template().isPinned()
                                        || opaque.template().leavesFunction())));
    }

    private static HelperCall helperCall(Expr part, FunctionBody function) {
        Map<Integer, Integer> parameterOf = new HashMap<>();
        List<ValueType> types = new ArrayList<>();
        List<Expr> arguments = new ArrayList<>();
        passed(LocalAccess.of(part)).stream().forEach(local -> {
            parameterOf.put(local, types.size());
            types.add(function.localType(local));
            arguments.add(new LocalGet(local, function.localType(local)));
        });
        Expr body = ExprTransformer.bottomUp(part, expr -> {
            if (expr instanceof LocalGet get) {
                return new LocalGet(parameterOf.get(get.index()), get.type());
            }
            return expr instanceof LocalSet set
                    ? new LocalSet(parameterOf.get(set.index()), set.value(), set.tee(), set.type())
                    : expr;
        });
        BitSet written = LocalAccess.of(part).writes();
        if (!written.isEmpty()) {
            int local = written.nextSetBit(0);
            Expr value = new LocalGet(parameterOf.get(local), function.localType(local));
            body = new Block(null, List.of(body, value), value.type());
        }
        var signature = new Signature(types, body.type());
        return new HelperCall(new FunctionBody(HelperNames.fresh(0), signature, List.of(), body), arguments);
    }
}
