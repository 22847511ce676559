package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A unary integer operation.
 *
 * @param operator the operator
 * @param operandType the integer type of the operand
 * @param value the operand
 * @param type the type of the result, or unreachable if the operand is
 */
public record IntUnary(UnaryOperator operator, ValueType operandType, Expr value, ValueType type) implements Expr {

    /** Creates the node and derives its type. */
    public static IntUnary of(UnaryOperator operator, ValueType operandType, Expr value) {
        return new IntUnary(
                operator,
                operandType,
                value,
                value.isReachable() ? operator.resultType(operandType) : ValueType.UNREACHABLE);
    }

    @Override
    public int childCount() {
        return 1;
    }

    @Override
    public Expr child(int index) {
        return value;
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
