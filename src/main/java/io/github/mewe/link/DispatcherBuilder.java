package io.github.mewe.link;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Builds the bodies of dispatchers: a {@code br_table} over direct calls. */
final class DispatcherBuilder {
    private final boolean tailCalls;

    /**
     * A builder.
     *
     * @param tailCalls whether the module already uses tail calls, so that dispatchers may
     */
    DispatcherBuilder(boolean tailCalls) {
        this.tailCalls = tailCalls;
    }

    /**
     * Builds a dispatcher that draws at each call.
     *
     * @param name its name
     * @param signature its type
     * @param bodies the functions to choose from, at least two
     * @param draw the choice among them
     */
    FunctionBody drawing(String name, Signature signature, List<String> bodies, Draw draw) {
        Draw.Code code = draw.inline(signature.params().size());
        Expr body;
        if (bodies.size() == 2) {
            Expr second = call(bodies.get(1), signature);
            body = new If(code.outcome(), second, call(bodies.get(0), signature), resultOf(signature));
        } else {
            body = choose(signature, calls(bodies, signature), code.outcome());
        }
        return new FunctionBody(name, signature, code.locals(), body);
    }

    /**
     * Builds a dispatcher that draws at the first call and remembers. The choice that is not made yet is the default of
     * the {@code br_table}, so that later calls test nothing: it is made, and the dispatcher calls itself.
     *
     * @param name its name
     * @param signature its type
     * @param bodies the functions to choose from, at least two
     * @param draw the choice among them
     * @param choice a mutable i32 global that starts below zero
     */
    FunctionBody remembering(String name, Signature signature, List<String> bodies, Draw draw, String choice) {
        Draw.Code code = draw.outOfLine(signature.params().size());
        Expr remember = new GlobalSet(choice, code.outcome());
        List<Expr> ways = calls(bodies, signature);
        ways.add(new Block(null, List.of(remember, call(name, signature)), resultOf(signature)));
        Expr body = choose(signature, ways, new GlobalGet(choice, ValueType.I32));
        return new FunctionBody(name, signature, code.locals(), body);
    }

    private List<Expr> calls(List<String> bodies, Signature signature) {
        List<Expr> calls = new ArrayList<>();
        bodies.forEach(body -> calls.add(call(body, signature)));
        return calls;
    }

    /** Goes one of several ways, each of which leaves the result; the last is for all numbers from its own on. */
    private Expr choose(Signature signature, List<Expr> ways, Expr choice) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            labels.add("v" + i);
        }
        int last = ways.size() - 1;
        Expr nested = new Switch(labels.subList(0, last), labels.get(last), null, choice);
        for (int i = 0; i < last; i++) {
            nested = sequence(new Block(labels.get(i), List.of(nested), ValueType.NONE), ways.get(i), signature);
        }
        Block landing = new Block(labels.get(last), List.of(nested), ValueType.NONE);
        return new Block(null, List.of(landing, ways.get(last)), resultOf(signature));
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
