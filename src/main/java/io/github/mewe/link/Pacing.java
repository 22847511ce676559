package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of paced dispatchers: an i32 with the choice in the lowest 11 bits, the {@linkplain Pace phase} in the next
 * 5, and above them the number of calls that keep the choice. The initial state 0 makes the first call draw.
 */
final class Pacing {
    /** The state's unit of calls. */
    static final int CALL = 1 << 16;

    private final BinaryenModule module;
    private final BitSource source;
    private String function;

    /**
     * Prepares paced dispatchers.
     *
     * @param module the module
     * @param source provides the bits of intervals
     */
    Pacing(BinaryenModule module, BitSource source) {
        this.module = module;
        this.source = source;
    }

    /** Returns true if the choice must be drawn anew. */
    static Expr isOver(Expr state) {
        return IntBinary.of(BinaryOperator.LT_U, ValueType.I32, state, Const.i32(CALL));
    }

    /**
     * The state of a paced dispatcher.
     *
     * @param dispatcher the body of a dispatcher that this class built, perhaps written and read since
     */
    static Expr stateOf(FunctionBody dispatcher) {
        var states = new ArrayList<Expr>();
        ExprWalk.each(dispatcher.root(), expr -> {
            if (expr instanceof IntBinary test
                    && test.operator() == BinaryOperator.LT_U
                    && test.right() instanceof Const unit
                    && unit.bits() == CALL
                    && test.left() instanceof LocalSet tee
                    && tee.value() instanceof GlobalGet state) {
                states.add(state);
            }
        });
        if (states.size() != 1) {
            throw new LinkException("the function " + dispatcher.name() + " is not a paced dispatcher of this plugin");
        }
        return states.get(0);
    }

    /** The state after a call that keeps the choice. */
    static Expr counted(Expr state) {
        return IntBinary.of(BinaryOperator.SUB, ValueType.I32, state, Const.i32(CALL));
    }

    /**
     * The choice.
     *
     * @param bodies the number of bodies
     */
    static Expr choice(Expr state, int bodies) {
        int mask = Integer.highestOneBit(2 * bodies - 1) - 1;
        return IntBinary.of(BinaryOperator.AND, ValueType.I32, state, Const.i32(mask));
    }

    /**
     * The state after a draw. Adds the function that draws intervals, if it is missing.
     *
     * @param state the state before
     * @param pace the pace
     * @param outcome the drawn choice
     */
    Expr drawn(Expr state, Pace pace, Expr outcome) {
        if (function == null) {
            function = module.uniqueNames().function("mewe.pace");
            module.addAll(Resources.text(Pacing.class, "pace.wat")
                    .replace("$mewe.pace", BinaryenModule.watName(function))
                    .replace("$mewe.take", BinaryenModule.watName(source.take())));
        }
        Expr next = new Call(function, List.of(state, Const.i32(pace.lastPhase())), false, ValueType.I32);
        return IntBinary.of(BinaryOperator.OR, ValueType.I32, next, outcome);
    }
}
