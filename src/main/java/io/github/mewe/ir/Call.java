package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A direct call.
 *
 * @param target the name of the callee
 * @param operands the arguments
 * @param tail true for {@code return_call}
 * @param type the type of the result, or unreachable
 */
public record Call(String target, List<Expr> operands, boolean tail, ValueType type) implements Expr {
    /** Copies the list. */
    public Call {
        operands = List.copyOf(operands);
    }

    @Override
    public List<Expr> children() {
        return operands;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Call(target, children, tail, type);
    }
}
