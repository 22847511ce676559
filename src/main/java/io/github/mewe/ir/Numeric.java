package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * An operation on floats or vectors, or one between them and integers.
 *
 * @param operator the operation
 * @param operands as many as the operation has
 */
public record Numeric(NumericOperator operator, List<Expr> operands) implements Expr {
    /** Copies the list. */
    public Numeric {
        operands = List.copyOf(operands);
        if (operands.size() != operator.operands().size()) {
            throw new IllegalArgumentException(operator.name() + " of " + operands.size() + " operands");
        }
    }

    /**
     * An operation by its name.
     *
     * @param operator the instruction's name in the text format
     * @param operands as many as the operation has
     */
    public static Numeric of(String operator, Expr... operands) {
        return new Numeric(NumericOperator.named(operator), List.of(operands));
    }

    @Override
    public ValueType type() {
        return operands.stream().allMatch(Expr::isReachable) ? operator.result() : ValueType.UNREACHABLE;
    }

    @Override
    public List<Expr> children() {
        return operands;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Numeric(operator, children);
    }
}
