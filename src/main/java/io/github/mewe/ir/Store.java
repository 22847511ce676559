package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Writes memory without atomicity. The effective address is the sum of address and offset, both unsigned and without
 * overflow. Traps without writing if any byte of the access is outside the memory.
 *
 * @param memory the memory
 * @param offset an unsigned number to add to the address
 * @param align the alignment hint in bytes; affects only speed
 * @param bytes the number of low bytes to write: 1, 2, 4, 8 or 16
 * @param valueType the type of the value
 * @param address the address
 * @param value the value to write
 */
public record Store(Memory memory, long offset, int align, int bytes, ValueType valueType, Expr address, Expr value)
        implements Expr {

    @Override
    public ValueType type() {
        return address.isReachable() && value.isReachable() ? ValueType.NONE : ValueType.UNREACHABLE;
    }

    @Override
    public int childCount() {
        return 2;
    }

    @Override
    public Expr child(int index) {
        return index == 0 ? address : value;
    }

    @Override
    public List<Expr> children() {
        return List.of(address, value);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Store(memory, offset, align, bytes, valueType, children.get(0), children.get(1));
    }
}
