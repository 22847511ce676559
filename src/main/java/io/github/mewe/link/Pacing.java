package io.github.mewe.link;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;

/**
 * The state of a paced dispatcher, an i32: the choice in as few of the lowest bits as can hold it, the {@linkplain Pace
 * phase} in the next {@value #PHASE_BITS}, and above them the number of further calls that keep the choice. Each call
 * counts down first, and draws if that makes the state negative. The initial state 0 makes the first call draw. Tests
 * of the sign and small constants keep dispatchers short.
 */
final class Pacing {
    static final int PHASE_BITS = 5;

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
     * Returns true if the choice must be drawn anew.
     *
     * @param state the state, counted down
     */
    static Expr isOver(Expr state) {
        return IntBinary.of(BinaryOperator.LT_S, ValueType.I32, state, Const.i32(0));
    }

    /**
     * The counted-down state of a paced dispatcher.
     *
     * @param dispatcher the body of a dispatcher that {@link DispatcherBuilder} built, perhaps written and read since
     */
    static Expr stateOf(FunctionBody dispatcher) {
        var states = new ArrayList<Expr>();
        ExprWalk.each(dispatcher.root(), expr -> {
            if (expr instanceof GlobalSet set
                    && set.value() instanceof LocalSet tee
                    && tee.value() instanceof IntBinary counted
                    && counted.operator() == BinaryOperator.ADD
                    && counted.left() instanceof GlobalGet before
                    && before.name().equals(set.name())) {
                states.add(counted);
            }
        });
        if (states.size() != 1) {
            throw new LinkException("the function " + dispatcher.name() + " is not a paced dispatcher of this plugin");
        }
        return states.get(0);
    }

    /**
     * The state, counted down.
     *
     * @param bodies the number of bodies
     */
    static Expr counted(Expr state, int bodies) {
        int call = 1 << choiceBits(bodies) + PHASE_BITS;
        return IntBinary.of(BinaryOperator.ADD, ValueType.I32, state, Const.i32(-call));
    }

    /**
     * Returns true if a dispatcher starts again after a draw, so that the call that draws counts down once more.
     *
     * @param bodies the number of bodies
     */
    static boolean countsAfterDraw(int bodies) {
        return bodies > 2;
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
