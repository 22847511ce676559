package io.github.mewe.link;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;

/**
 * The state of a paced dispatcher, an i32: the choice in as few of the lowest bits as can hold it, the {@linkplain Pace
 * phase} in the next {@value #PHASE_BITS}, and above them the number of calls that keep the choice after the next one.
 * The state is negative if the next call must draw. Tests of the sign and small constants keep dispatchers short.
 */
final class Pacing {
    private static final int PHASE_BITS = 5;

    private Pacing() {}

    /**
     * The number of bits of a choice.
     *
     * @param bodies the number of bodies
     */
    static int choiceBits(int bodies) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(bodies - 1);
    }

    /**
     * The state of a new instance: the first call draws.
     *
     * @param bodies the number of bodies
     */
    static Const initial(int bodies) {
        return Const.i32(-1 << choiceBits(bodies) + PHASE_BITS);
    }

    /** Returns true if the choice must be drawn anew. */
    static Expr isOver(Expr state) {
        return IntBinary.of(BinaryOperator.LT_S, ValueType.I32, state, Const.i32(0));
    }

    /**
     * The state of a paced dispatcher.
     *
     * @param dispatcher the body of a dispatcher that {@link DispatcherBuilder} built, perhaps written and read since
     */
    static Expr stateOf(FunctionBody dispatcher) {
        var states = new ArrayList<Expr>();
        ExprWalk.each(dispatcher.root(), expr -> {
            if (expr instanceof IntBinary test
                    && test.operator() == BinaryOperator.LT_S
                    && test.right() instanceof Const zero
                    && zero.bits() == 0
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

    /**
     * The state after a call that keeps the choice.
     *
     * @param bodies the number of bodies
     */
    static Expr counted(Expr state, int bodies) {
        return IntBinary.of(BinaryOperator.ADD, ValueType.I32, state, initial(bodies));
    }

    /**
     * The choice.
     *
     * @param bodies the number of bodies
     */
    static Expr choice(Expr state, int bodies) {
        return IntBinary.of(BinaryOperator.AND, ValueType.I32, state, Const.i32((1 << choiceBits(bodies)) - 1));
    }
}
