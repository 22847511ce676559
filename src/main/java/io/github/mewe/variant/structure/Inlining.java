package io.github.mewe.variant.structure;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces a call with the body of a small callee.
 *
 * <p>Soundness: arguments are evaluated in the same order and kept in fresh locals. The callee's other locals are set
 * to zero before the body, so they start at zero even if the code runs again in a loop. A return becomes a branch to
 * the end of the body, with the same value. Callees that contain tail calls, or nodes bound to labels that cannot be
 * renamed, are not inlined.
 */
final class Inlining implements Transformation {
    private static final int MAX_INSTRUCTIONS = 40;

    @Override
    public String name() {
        return "inlining";
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
        var labels = new Lazy<>(() -> Labels.of(function.root()));
        var added = new ArrayList<ValueType>();
        var callees = new HashMap<String, Optional<FunctionBody>>();
        callees.put(function.name(), Optional.empty());
        Function<String, Optional<FunctionBody>> known = name -> callees.computeIfAbsent(
                name, callee -> context.functions().apply(callee).filter(Inlining::canInline));
        return ChangedSites.change(
                        function.root(),
                        expr -> callee(expr, known).isPresent(),
                        0.1,
                        context.random(),
                        expr -> inline(
                                (Call) expr,
                                callee(expr, known).orElseThrow(),
                                function.localCount(),
                                added,
                                labels.get()))
                .map(sites -> new Outcome(function.with(sites.root(), added), List.of(), sites.indices()));
    }

    private static Optional<FunctionBody> callee(Expr expr, Function<String, Optional<FunctionBody>> callees) {
        if (!(expr instanceof Call call)
                || call.tail()
                || !call.isReachable()
                || !HelperCall.areReachable(call.operands())) {
            return Optional.empty();
        }
        return callees.apply(call.target());
    }

    private static boolean canInline(FunctionBody callee) {
        return ExprStatistics.isAtMost(callee.root(), MAX_INSTRUCTIONS)
                && callee.vars().stream().allMatch(ValueType::isScalar)
                && Labels.isCopyable(callee.root())
                && !ExprWalk.any(callee.root(), Inlining::leavesFunction);
    }

    private static boolean leavesFunction(Expr expr) {
        return (expr instanceof Call call && call.tail())
                || (expr instanceof Opaque opaque && opaque.template().leavesFunction());
    }

    private static Expr inline(Call call, FunctionBody callee, int localCount, List<ValueType> added, Labels labels) {
        int base = localCount + added.size();
        int params = callee.signature().params().size();
        List<Expr> items = new ArrayList<>();
        for (int i = 0; i < params; i++) {
            items.add(LocalSet.set(base + i, call.operands().get(i)));
        }
        for (int i = 0; i < callee.vars().size(); i++) {
            items.add(LocalSet.set(base + params + i, Const.zero(callee.vars().get(i))));
        }
        added.addAll(callee.signature().params());
        added.addAll(callee.vars());
        String end = labels.fresh("inlined");
        Expr body = ExprTransformer.bottomUp(labels.copy(callee.root()), expr -> moved(expr, base, end));
        items.add(body);
        return new Block(end, items, call.type());
    }

    private static Expr moved(Expr expr, int base, String end) {
        if (expr instanceof LocalGet get) {
            return new LocalGet(get.index() + base, get.type());
        }
        if (expr instanceof LocalSet set) {
            return new LocalSet(set.index() + base, set.value(), set.tee(), set.type());
        }
        if (expr instanceof Return leave) {
            return new Break(end, leave.value(), null, ValueType.UNREACHABLE);
        }
        return expr;
    }
}
