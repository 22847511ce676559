package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Evaluates both values and then the condition, and leaves one of the values.
 *
 * @param ifTrue the value for a condition other than zero
 * @param ifFalse the value for zero
 * @param condition an i32
 * @param type the type of the values, or unreachable if an operand is
 */
public record Select(Expr ifTrue, Expr ifFalse, Expr condition, ValueType type) implements Expr {

    /** Creates the node for reachable operands. */
    public static Select of(Expr ifTrue, Expr ifFalse, Expr condition, ValueType type) {
        boolean reachable = ifTrue.isReachable() && ifFalse.isReachable() && condition.isReachable();
        return new Select(ifTrue, ifFalse, condition, reachable ? type : ValueType.UNREACHABLE);
    }

    @Override
    public List<Expr> children() {
        return List.of(ifTrue, ifFalse, condition);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return of(
                children.get(0),
                children.get(1),
                children.get(2),
                isReachable() ? type : children.get(0).type());
    }
}
