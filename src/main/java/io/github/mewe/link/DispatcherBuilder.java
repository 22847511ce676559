package io.github.mewe.link;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the bodies of dispatchers.
 *
 * <p>A dispatcher that chooses once per instance, or whose choice can be forced, has a mutable i32 global. The global
 * holds a choice from 0 on, {@value #NO_CHOICE} for none, or {@code FORCED - v} if body v must be chosen next. A
 * dispatcher that chooses once keeps the choice; otherwise, a forced choice stays forced. A paced dispatcher has
 * another global for its {@linkplain Pacing state}.
 */
final class DispatcherBuilder {
    /** The value of a dispatcher's global before a choice is made. */
    static final int NO_CHOICE = -1;

    /** The base from which the number of a forced body is subtracted. */
    static final int FORCED = -2;

    private final BitSource source;
    private final PacedDraws pacedDraws;
    private final boolean tailCalls;
    private final Optional<String> tracer;
    private final boolean forceable;

    /**
     * Creates a builder.
     *
     * @param source provides the bits of choices
     * @param pacedDraws provides the states of paced dispatchers
     * @param tailCalls true if the module uses tail calls, so that dispatchers may use them too
     * @param tracer a function to which dispatchers report (dispatcher, variant) before the variant runs
     * @param forceable true if choices may be forced through the dispatchers' globals
     */
    DispatcherBuilder(
            BitSource source, PacedDraws pacedDraws, boolean tailCalls, Optional<String> tracer, boolean forceable) {
        this.source = source;
        this.pacedDraws = pacedDraws;
        this.tailCalls = tailCalls;
        this.tracer = tracer;
        this.forceable = forceable;
    }

    /** Returns true if a dispatcher needs a global for its choice. */
    boolean needsGlobal(Granularity granularity) {
        return forceable || granularity == Granularity.INSTANCE;
    }

    /**
     * Builds a dispatcher that chooses at each call.
     *
     * @param dispatcher the dispatcher
     * @param bodyCall builds the call of the chosen body
     * @param global its global; unused unless choices may be forced
     */
    FunctionBody drawing(Dispatcher dispatcher, BodyCall bodyCall, String global) {
        int local = dispatcher.signature().params().size();
        if (tracer.isEmpty() && !forceable) {
            Draw.Code draw = dispatcher.draw().inline(source, local);
            return body(dispatcher, draw.locals(), bodyCall.build(dispatcher, draw.outcome()));
        }
        Draw.Code draw = dispatcher.draw().inline(source, local + 1);
        var items = new ArrayList<Expr>();
        Expr choice = new LocalGet(local, ValueType.I32);
        items.add(LocalSet.set(local, choose(draw, new GlobalGet(global, ValueType.I32))));
        report(dispatcher, choice).ifPresent(items::add);
        items.add(bodyCall.build(dispatcher, choice));
        return body(dispatcher, withI32(draw.locals()), block(items));
    }

    /**
     * Builds a dispatcher that chooses at the first call and remembers the choice. At the first call it draws and then
     * calls itself.
     *
     * @param dispatcher the dispatcher
     * @param bodyCall builds the call of the chosen body
     * @param global its global
     */
    FunctionBody remembering(Dispatcher dispatcher, BodyCall bodyCall, String global) {
        int local = dispatcher.signature().params().size();
        Expr chosen = new GlobalGet(global, ValueType.I32);
        if (tracer.isEmpty() && !forceable) {
            Draw.Code draw = dispatcher.draw().outOfLine(source, local);
            ValueType result = dispatcher.resultType(tailCalls);
            Expr again = new Call(dispatcher.name(), dispatcher.arguments(), tailCalls, result);
            Expr make = new Block(null, List.of(new GlobalSet(global, draw.outcome()), again), result);
            return body(dispatcher, draw.locals(), bodyCall.build(dispatcher, chosen, make));
        }
        // The tracer may force another choice for the next call; the local holds the choice of this call.
        Draw.Code draw = dispatcher.draw().outOfLine(source, local + 1);
        Expr inLocal = new LocalGet(local, ValueType.I32);
        var first = new ArrayList<Expr>();
        first.add(LocalSet.set(local, choose(draw, inLocal)));
        first.add(new GlobalSet(global, inLocal));
        report(dispatcher, inLocal).ifPresent(first::add);
        Expr choose = new If(isMissing(LocalSet.tee(local, chosen)), block(first), null, ValueType.NONE);
        return body(dispatcher, withI32(draw.locals()), block(List.of(choose, bodyCall.build(dispatcher, inLocal))));
    }

    /**
     * Builds a paced dispatcher. After a draw, one of two bodies runs on to its calls: both ways share them. One of
     * more bodies calls itself, because engines make the calls of a {@code br_table} slower if two ways lead to it. A
     * forced choice takes the place of the state in the local.
     *
     * @param dispatcher the dispatcher
     * @param bodyCall builds the call of the chosen body
     * @param pace the rate of its draws
     * @param global its global; unused unless choices may be forced
     * @param stateGlobal the global with its state
     */
    FunctionBody paced(Dispatcher dispatcher, BodyCall bodyCall, Pace pace, String global, String stateGlobal) {
        int local = dispatcher.signature().params().size();
        int bodies = dispatcher.bodies().size();
        Expr state = new LocalGet(local, ValueType.I32);
        Expr choice = Pacing.choice(state, bodies);
        Expr count = new GlobalSet(
                stateGlobal, LocalSet.tee(local, Pacing.counted(new GlobalGet(stateGlobal, ValueType.I32), bodies)));
        Expr drawn = pacedDraws.next(state, pace, dispatcher.draw());
        if (Pacing.countsAfterDraw(bodies)) {
            if (tracer.isEmpty() && !forceable) {
                ValueType result = dispatcher.resultType(tailCalls);
                Expr again = new Call(dispatcher.name(), dispatcher.arguments(), tailCalls, result);
                Expr make = new Block(null, List.of(new GlobalSet(stateGlobal, drawn), again), result);
                Expr use = bodyCall.build(dispatcher, choice);
                Expr either = new If(Pacing.isOver(state), make, use, result);
                return body(dispatcher, List.of(ValueType.I32), new Block(null, List.of(count, either), result));
            }
            drawn = Pacing.counted(drawn, bodies);
        }
        var draw = new ArrayList<Expr>();
        draw.add(new GlobalSet(stateGlobal, LocalSet.tee(local, drawn)));
        report(dispatcher, choice).ifPresent(draw::add);
        Expr drawIfOver = new If(Pacing.isOver(state), block(draw), null, ValueType.NONE);
        Expr choose = block(List.of(count, drawIfOver));
        if (forceable) {
            Expr forced = new GlobalGet(global, ValueType.I32);
            var obey = new ArrayList<Expr>();
            obey.add(LocalSet.set(local, forcedBy(forced)));
            report(dispatcher, choice).ifPresent(obey::add);
            choose = new If(isFree(forced), choose, block(obey), ValueType.NONE);
        }
        Expr call = bodyCall.build(dispatcher, choice);
        return body(dispatcher, List.of(ValueType.I32), block(List.of(choose, call)));
    }

    private static Expr isMissing(Expr choice) {
        return IntBinary.of(BinaryOperator.LT_S, ValueType.I32, choice, Const.i32(0));
    }

    private static List<ValueType> withI32(List<ValueType> locals) {
        var all = new ArrayList<ValueType>();
        all.add(ValueType.I32);
        all.addAll(locals);
        return all;
    }

    /** The forced choice if there is one, otherwise a drawn choice. */
    private Expr choose(Draw.Code draw, Expr global) {
        if (!forceable) {
            return draw.outcome();
        }
        return new If(isFree(global), draw.outcome(), forcedBy(global), ValueType.I32);
    }

    private static Expr isFree(Expr global) {
        return IntBinary.of(BinaryOperator.EQ, ValueType.I32, global, Const.i32(NO_CHOICE));
    }

    private static Expr forcedBy(Expr global) {
        return IntBinary.of(BinaryOperator.SUB, ValueType.I32, Const.i32(FORCED), global);
    }

    private Optional<Expr> report(Dispatcher dispatcher, Expr place) {
        Expr number = dispatcher.firstBody() == 0
                ? place
                : IntBinary.of(BinaryOperator.ADD, ValueType.I32, place, Const.i32(dispatcher.firstBody()));
        List<Expr> event = List.of(Const.i32(dispatcher.number()), number);
        return tracer.map(function -> new Call(function, event, false, ValueType.NONE));
    }

    private static Expr block(List<Expr> items) {
        return new Block(null, items, items.get(items.size() - 1).type());
    }

    private static FunctionBody body(Dispatcher dispatcher, List<ValueType> vars, Expr root) {
        return new FunctionBody(dispatcher.name(), dispatcher.signature(), vars, root);
    }
}
