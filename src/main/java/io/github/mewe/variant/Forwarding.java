package io.github.mewe.variant;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.VectorConst;
import java.util.List;

/** Recognises trampolines: a dispatcher for one would cost more than the call it makes, and hide nothing. */
final class Forwarding {
    private Forwarding() {}

    /**
     * Returns true if a function only calls another one directly, with its parameters and constants as arguments, and
     * returns its result.
     */
    static boolean isAllOf(FunctionBody function) {
        int params = function.signature().params().size();
        return onlyCall(function.root()) instanceof Call call
                && call.operands().stream().allMatch(operand -> isHandedOn(operand, params));
    }

    private static Expr onlyCall(Expr body) {
        Expr inner = body;
        while (true) {
            if (inner instanceof Return leave && leave.value() != null) {
                inner = leave.value();
            } else if (inner instanceof Block block && !block.items().isEmpty() && isOneAndEnd(block.items())) {
                inner = block.items().get(0);
            } else {
                return inner;
            }
        }
    }

    private static boolean isOneAndEnd(List<Expr> items) {
        return items.size() == 1 || items.size() == 2 && items.get(1) instanceof Return leave && leave.value() == null;
    }

    private static boolean isHandedOn(Expr operand, int params) {
        return operand instanceof Const
                || operand instanceof VectorConst
                || operand instanceof LocalGet get && get.index() < params;
    }
}
