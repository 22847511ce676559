package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * An operation on floats or vectors, or a conversion between them and integers.
 *
 * @param operator the operator
 * @param operands one per operand of the operator
 */
public record Numeric(NumericOperator operator, List<Expr> operands) implements Expr {
    /** Copies the list. */
    public Numeric {
        operands = List.copyOf(operands);
        if (operands.size() != operator.operands().size()) {
            throw new IllegalArgumentException(operator.name() + " does not take " + operands.size() + " operands");
        }
    }

    /**
     * Creates the node from the name of an operator.
     *
     * @param operator the name of the instruction in the text format
     * @param operands one per operand of the operator
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
