package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * An integer operation of one operand.
 *
 * @param operator the operation
 * @param operandType the integer type that it works on
 * @param value the operand
 * @param type the result's type, or unreachable if the operand is
 */
public record IntUnary(UnaryOperator operator, ValueType operandType, Expr value, ValueType type) implements Expr {

    /** Builds the node with its type. */
    public static IntUnary of(UnaryOperator operator, ValueType operandType, Expr value) {
        return new IntUnary(
                operator,
                operandType,
                value,
                value.isReachable() ? operator.resultType(operandType) : ValueType.UNREACHABLE);
    }

    @Override
    public List<Expr> children() {
        return List.of(value);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return of(operator, operandType, children.get(0));
    }
}
