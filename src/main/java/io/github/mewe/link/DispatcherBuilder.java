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
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Builds the bodies of dispatchers: a {@code br_table} over direct calls. */
final class DispatcherBuilder {
    private final String draw;
    private final boolean tailCalls;

    /**
     * A builder.
     *
     * @param draw the function that draws a number below its argument
     * @param tailCalls whether the module already uses tail calls, so that dispatchers may
     */
    DispatcherBuilder(String draw, boolean tailCalls) {
        this.draw = draw;
        this.tailCalls = tailCalls;
    }

    /**
     * Builds a dispatcher that draws at each call.
     *
     * @param name its name
     * @param signature its type
     * @param bodies the functions to choose from, at least two
     */
    FunctionBody drawing(String name, Signature signature, List<String> bodies) {
        return new FunctionBody(name, signature, List.of(), dispatch(signature, bodies, draw(bodies.size())));
    }

    /**
     * Builds a dispatcher that draws at the first call and remembers.
     *
     * @param name its name
     * @param signature its type
     * @param bodies the functions to choose from, at least two
     * @param choice a mutable i32 global that starts below zero
     */
    FunctionBody remembering(String name, Signature signature, List<String> bodies, String choice) {
        Expr chosen = new GlobalGet(choice, ValueType.I32);
        Expr missing = IntBinary.of(BinaryOperator.LT_S, ValueType.I32, chosen, Const.i32(0));
        Expr choose = new If(missing, new GlobalSet(choice, draw(bodies.size())), null, ValueType.NONE);
        Expr body = new Block(null, List.of(choose, dispatch(signature, bodies, chosen)), resultOf(signature));
        return new FunctionBody(name, signature, List.of(), body);
    }

    private Expr draw(int bodies) {
        return new Call(draw, List.of(Const.i32(bodies)), false, ValueType.I32);
    }

    private Expr dispatch(Signature signature, List<String> bodies, Expr choice) {
        if (bodies.size() == 2) {
            return new If(choice, call(bodies.get(1), signature), call(bodies.get(0), signature), resultOf(signature));
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            labels.add("v" + i);
        }
        int last = bodies.size() - 1;
        Expr nested = new Switch(labels.subList(0, last), labels.get(last), null, choice);
        for (int i = 0; i < bodies.size(); i++) {
            Block landing = new Block(labels.get(i), List.of(nested), ValueType.NONE);
            Expr call = call(bodies.get(i), signature);
            if (i == last) {
                return new Block(null, List.of(landing, call), resultOf(signature));
            }
            nested = sequence(landing, call, signature);
        }
        throw new IllegalArgumentException("a dispatcher needs at least two bodies");
    }

    private Expr sequence(Expr landing, Expr call, Signature signature) {
        if (tailCalls) {
            return new Block(null, List.of(landing, call), ValueType.UNREACHABLE);
        }
        List<Expr> items = signature.result().equals(ValueType.NONE)
                ? List.of(landing, call, new Return(null))
                : List.of(landing, new Return(call));
        return new Block(null, items, ValueType.UNREACHABLE);
    }

    private Expr call(String body, Signature signature) {
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        return new Call(body, arguments, tailCalls, tailCalls ? ValueType.UNREACHABLE : signature.result());
    }

    private ValueType resultOf(Signature signature) {
        return tailCalls ? ValueType.UNREACHABLE : signature.result();
    }
}
