package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Reads memory, not atomically. It traps if a byte that it reads lies outside of the memory: the bytes are those from
 * the address, taken without sign, plus the offset, computed without overflow.
 *
 * @param memory the memory
 * @param offset what is added to the address, without sign
 * @param align the alignment in bytes that the code promises; nothing depends on it but speed
 * @param bytes how many bytes are read: 1, 2, 4, 8 or 16
 * @param signed whether fewer bytes than the type has are extended with their sign
 * @param valueType the type of what is read
 * @param address the address
 */
public record Load(Memory memory, long offset, int align, int bytes, boolean signed, ValueType valueType, Expr address)
        implements Expr {

    /** A read of as many bytes as the type has, with the alignment of a byte. */
    public static Load whole(Memory memory, long offset, ValueType type, Expr address) {
        return new Load(memory, offset, 1, type.bytes(), false, type, address);
    }

    @Override
    public ValueType type() {
        return address.isReachable() ? valueType : ValueType.UNREACHABLE;
    }

    @Override
    public List<Expr> children() {
        return List.of(address);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Load(memory, offset, align, bytes, signed, valueType, children.get(0));
    }
}
