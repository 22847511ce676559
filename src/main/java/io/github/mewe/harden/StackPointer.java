package io.github.mewe.harden;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.wasm.ValueType;

/**
 * The global that holds the address of the top frame of the stack in linear memory.
 *
 * @param global the internal name of the global
 * @param type i32 or i64
 */
public record StackPointer(String global, ValueType type) {

    boolean isReadBy(Expr expr) {
        return expr instanceof GlobalGet get && get.name().equals(global);
    }

    boolean isWrittenBy(Expr expr) {
        return expr instanceof GlobalSet set && set.name().equals(global);
    }

    boolean isUsedIn(FunctionBody function) {
        return ExprWalk.any(function.root(), expr -> isReadBy(expr) || isWrittenBy(expr));
    }
}
