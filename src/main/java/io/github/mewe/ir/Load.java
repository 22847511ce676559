package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * Reads memory without atomicity. The effective address is the sum of address and offset, both unsigned and without
 * overflow. Traps if any byte of the access is outside the memory.
 *
 * @param memory the memory
 * @param offset an unsigned number to add to the address
 * @param align the alignment hint in bytes; affects only speed
 * @param bytes the number of bytes to read: 1, 2, 4, 8 or 16
 * @param signed true if a narrow read is sign-extended to the type
 * @param valueType the type of the result
 * @param address the address
 */
public record Load(Memory memory, long offset, int align, int bytes, boolean signed, ValueType valueType, Expr address)
        implements Expr {

    /** Reads a whole value of a type with the alignment of a byte. */
    public static Load whole(Memory memory, long offset, ValueType type, Expr address) {
        return new Load(memory, offset, 1, type.bytes(), false, type, address);
    }

    @Override
    public ValueType type() {
        return address.isReachable() ? valueType : ValueType.UNREACHABLE;
    }

    @Override
    public int childCount() {
        return 1;
    }

    @Override
    public Expr child(int index) {
        return address;
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
