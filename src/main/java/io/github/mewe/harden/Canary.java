package io.github.mewe.harden;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.List;

/**
 * The code that writes and checks the canary above a frame. A canary is a random word of the instance, mixed with its
 * address. The function keeps it in a local, too, which no write to memory can reach. So the instance's word may change
 * while frames are in use.
 *
 * @param word the global that holds the instance's word, an i64
 * @param alarm the function to call if a canary has changed; it traps
 * @param memory the memory that the stack lies in
 */
record Canary(String word, String alarm, Memory memory) {
    /** The size of a canary in bytes. */
    static final int BYTES = 8;

    /** Shifts the address, so that the lowest byte is zero: an overflowing string operation cannot copy it. */
    private static final int TERMINATOR_BITS = 8;

    /**
     * Writes a new canary.
     *
     * @param address the local with the canary's address
     * @param expected the local, an i64, that keeps the canary
     */
    Expr write(LocalGet address, LocalGet expected) {
        Expr wide = memory.is64() ? address : IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, address);
        Expr mixed = IntBinary.of(
                BinaryOperator.XOR,
                ValueType.I64,
                new GlobalGet(word, ValueType.I64),
                IntBinary.of(BinaryOperator.SHL, ValueType.I64, wide, new Const(ValueType.I64, TERMINATOR_BITS)));
        return new Store(memory, 0, BYTES, BYTES, ValueType.I64, address, LocalSet.tee(expected.index(), mixed));
    }

    /** Raises the alarm if the canary is not as it was written. */
    Expr check(LocalGet address, LocalGet expected) {
        Expr found = new Load(memory, 0, BYTES, BYTES, false, ValueType.I64, address);
        return new If(
                IntBinary.of(BinaryOperator.NE, ValueType.I64, found, expected),
                new Block(
                        null,
                        List.of(new Call(alarm, List.of(), false, ValueType.NONE), new Unreachable()),
                        ValueType.UNREACHABLE),
                null,
                ValueType.NONE);
    }
}
