package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Writes a local. A tee also leaves the value.
 *
 * @param index the index of the local
 * @param value the new value
 * @param tee true for {@code local.tee}
 * @param type the type of the local for a tee, else none; unreachable if the value is
 */
public record LocalSet(int index, Expr value, boolean tee, ValueType type) implements Expr {

    /** {@code local.set}. */
    public static LocalSet set(int index, Expr value) {
        return new LocalSet(index, value, false, value.isReachable() ? ValueType.NONE : ValueType.UNREACHABLE);
    }

    /** {@code local.tee} of a local with the type of the value. */
    public static LocalSet tee(int index, Expr value) {
        return new LocalSet(index, value, true, value.type());
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
        Expr newValue = children.get(0);
        if (!newValue.isReachable()) {
            return new LocalSet(index, newValue, tee, ValueType.UNREACHABLE);
        }
        return new LocalSet(index, newValue, tee, tee && !isReachable() ? newValue.type() : reachableType());
    }

    private ValueType reachableType() {
        return tee ? type : ValueType.NONE;
    }
}
