package io.github.mewe.link;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The description of a dispatcher.
 *
 * @param number its index among the dispatchers, from 0
 * @param name its name
 * @param signature its type
 * @param bodies the functions to choose from, at least two
 * @param firstBody the number of the first body: 0 for the original, otherwise that of a variant
 * @param draw the choice among the bodies
 */
record Dispatcher(int number, String name, Signature signature, List<String> bodies, int firstBody, Draw draw) {
    /** Copies the list. */
    Dispatcher {
        bodies = List.copyOf(bodies);
    }

    /** The dispatcher's own arguments, which it passes on. */
    List<Expr> arguments() {
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        return arguments;
    }

    /** The type of its last expression. */
    ValueType resultType(boolean tailCalls) {
        return tailCalls ? ValueType.UNREACHABLE : signature.result();
    }
}
