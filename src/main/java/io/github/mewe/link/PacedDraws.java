package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions with which paced dispatchers draw their next state. Dispatchers share them, because the code of a draw
 * is longer than the rest of a dispatcher and rarely runs.
 */
final class PacedDraws {
    private static final Expr STATE = new LocalGet(0, ValueType.I32);
    private static final Expr LAST_PHASE = new LocalGet(1, ValueType.I32);
    private static final int FIRST_LIMIT = 2;

    /** Dispatchers with more bodies of unequal shares are long anyway. */
    private static final int MOST_LIMITS = 31;

    private final BinaryenModule module;
    private final BitSource source;
    private final Map<Draw, String> fixed = new HashMap<>();
    private final Map<Form, String> shared = new HashMap<>();
    private String interval;

    /** The form of draws that differ only in the shares of their outcomes. */
    private record Form(int bits, int limits) {}

    /**
     * Prepares the functions.
     *
     * @param module the module
     * @param source provides the bits
     */
    PacedDraws(BinaryenModule module, BitSource source) {
        this.module = module;
        this.source = source;
    }

    /**
     * The state after a draw, to be counted down if {@link Pacing#countsAfterDraw}. Adds the function that draws it,
     * unless it is there.
     *
     * @param state the state before
     * @param pace the pace
     * @param draw the choice
     */
    Expr next(Expr state, Pace pace, Draw draw) {
        List<Integer> limits = draw.isUniform() || draw.outcomes() > MOST_LIMITS + 1 ? List.of() : draw.limits();
        var arguments = new ArrayList<Expr>(List.of(state, Const.i32(pace.lastPhase())));
        limits.forEach(limit -> arguments.add(Const.i32(limit)));
        String function = limits.isEmpty()
                ? fixed.computeIfAbsent(draw, this::add)
                : shared.computeIfAbsent(new Form(draw.bits(), limits.size()), this::add);
        return new Call(function, arguments, false, ValueType.I32);
    }

    private String add(Draw draw) {
        return add(draw.outcomes(), FIRST_LIMIT, draw.outOfLine(source, FIRST_LIMIT));
    }

    /** Adds a function whose parameters are the limits between the outcomes. */
    private String add(Form form) {
        int value = FIRST_LIMIT + form.limits();
        Expr taken = new Call(source.take(), List.of(Const.i32(form.bits())), false, ValueType.I32);
        Expr outcome = i32(BinaryOperator.GE_U, LocalSet.tee(value, taken), new LocalGet(FIRST_LIMIT, ValueType.I32));
        for (int limit = FIRST_LIMIT + 1; limit < value; limit++) {
            Expr isAbove =
                    i32(BinaryOperator.GE_U, new LocalGet(value, ValueType.I32), new LocalGet(limit, ValueType.I32));
            outcome = i32(BinaryOperator.ADD, outcome, isAbove);
        }
        return add(form.limits() + 1, value, new Draw.Code(outcome, List.of(ValueType.I32)));
    }

    private String add(int bodies, int params, Draw.Code choice) {
        Const shift = Const.i32(Pacing.choiceBits(bodies));
        Expr before = i32(BinaryOperator.SHR_S, STATE, shift);
        Expr started = new Call(interval(), List.of(before, LAST_PHASE), false, ValueType.I32);
        if (Pacing.countsAfterDraw(bodies)) {
            started = i32(BinaryOperator.ADD, started, Const.i32(1 << Pacing.PHASE_BITS));
        }
        Expr next = i32(BinaryOperator.OR, i32(BinaryOperator.SHL, started, shift), choice.outcome());
        String name = module.uniqueNames().function("mewe.draw." + bodies);
        var signature = new Signature(Collections.nCopies(params, ValueType.I32), ValueType.I32);
        module.addFunction(new FunctionBody(name, signature, choice.locals(), next), true);
        return name;
    }

    private String interval() {
        if (interval == null) {
            interval = module.uniqueNames().function("mewe.pace");
            module.addAll(Resources.text(PacedDraws.class, "pace.wat")
                    .replace("$mewe.pace", BinaryenModule.watName(interval))
                    .replace("$mewe.take", BinaryenModule.watName(source.take())));
        }
        return interval;
    }

    private static Expr i32(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }
}
