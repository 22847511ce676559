package io.github.mewe.harden;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The functions that return their first argument, like {@code memset} and {@code memcpy}. Compilers know them, and go
 * on with their result in place of the argument.
 */
final class ReturnedParameter {
    /** The number of functions through which a call is passed on, at most. */
    private static final int MOST_DEPTH = 3;

    /** The functions that are known so far. */
    private final Set<String> known = new HashSet<>();

    private ReturnedParameter() {}

    /** The names of the functions that return their first argument. */
    static Set<String> in(Collection<FunctionBody> functions) {
        var search = new ReturnedParameter();
        for (int i = 0; i < MOST_DEPTH; i++) {
            search.known.addAll(functions.stream()
                    .filter(search::isReturned)
                    .map(FunctionBody::name)
                    .toList());
        }
        return Set.copyOf(search.known);
    }

    private boolean isReturned(FunctionBody function) {
        if (function.signature().params().isEmpty()
                || !function.signature()
                        .params()
                        .get(0)
                        .equals(function.signature().result())) {
            return false;
        }
        // Only the labels of blocks that leave the result take a value that is returned.
        Set<String> exits = new HashSet<>();
        return leavesFirst(function.root(), exits) && ExprWalk.all(function.root(), expr -> isHarmless(expr, exits));
    }

    /** Determines if the value of an expression, if it leaves one, is the first parameter. */
    private boolean leavesFirst(Expr expr, Set<String> exits) {
        if (!expr.isReachable()) {
            return true;
        }
        if (expr instanceof Block block) {
            if (block.label() != null) {
                exits.add(block.label());
            }
            return leavesFirst(block.items().get(block.items().size() - 1), exits);
        }
        if (expr instanceof If choice) {
            return choice.ifFalse() != null
                    && leavesFirst(choice.ifTrue(), exits)
                    && leavesFirst(choice.ifFalse(), exits);
        }
        return expr instanceof Loop loop ? leavesFirst(loop.body(), exits) : isFirst(expr);
    }

    private boolean isFirst(Expr expr) {
        return expr instanceof LocalGet get && get.index() == 0
                || expr instanceof Call call
                        && known.contains(call.target())
                        && isFirst(call.operands().get(0));
    }

    private boolean isHarmless(Expr expr, Set<String> exits) {
        if (expr instanceof LocalSet set) {
            return set.index() != 0;
        }
        if (expr instanceof Return end) {
            return isFirst(end.value());
        }
        if (expr instanceof Break jump) {
            return !exits.contains(jump.label()) || jump.value() != null && isFirst(jump.value());
        }
        if (expr instanceof Switch table) {
            return table.value() == null || isFirst(table.value());
        }
        return !(expr instanceof Call call && call.tail())
                && !(expr instanceof Opaque opaque
                        && (opaque.template().leavesFunction()
                                || opaque.template().hasLabels()));
    }
}
