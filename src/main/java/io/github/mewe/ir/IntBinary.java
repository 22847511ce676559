package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * A binary integer operation.
 *
 * @param operator the operator
 * @param operandType the integer type of the operands
 * @param left the first operand
 * @param right the second operand
 * @param type the type of the result, or unreachable if an operand is
 */
public record IntBinary(BinaryOperator operator, ValueType operandType, Expr left, Expr right, ValueType type)
        implements Expr {

    /** Creates the node and derives its type. */
    public static IntBinary of(BinaryOperator operator, ValueType operandType, Expr left, Expr right) {
        boolean reachable = left.isReachable() && right.isReachable();
        return new IntBinary(
                operator,
                operandType,
                left,
                right,
                reachable ? operator.resultType(operandType) : ValueType.UNREACHABLE);
    }

    @Override
    public int childCount() {
        return 2;
    }

    @Override
    public Expr child(int index) {
        return index == 0 ? left : right;
    }

    @Override
    public List<Expr> children() {
        return List.of(left, right);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return of(operator, operandType, children.get(0), children.get(1));
    }
}
