package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Writes memory, not atomically. It traps, and writes nothing, if a byte that it would write lies outside of the
 * memory: the bytes are those from the address, taken without sign, plus the offset, computed without overflow.
 *
 * @param memory the memory
 * @param offset what is added to the address, without sign
 * @param align the alignment in bytes that the code promises; nothing depends on it but speed
 * @param bytes how many bytes are written, the lowest of the value: 1, 2, 4, 8 or 16
 * @param valueType the type of the value
 * @param address the address
 * @param value what is written
 */
public record Store(Memory memory, long offset, int align, int bytes, ValueType valueType, Expr address, Expr value)
        implements Expr {

    @Override
    public ValueType type() {
        return address.isReachable() && value.isReachable() ? ValueType.NONE : ValueType.UNREACHABLE;
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
