package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.BitSet;
import java.util.Optional;

/**
 * Splits a store into stores of its two halves, the upper one first.
 *
 * <p>Soundness: the upper half ends at the last byte of the original store, so the first new store traps in the same
 * cases, and then nothing is written. If it does not trap, neither does the lower half: addresses are unsigned, and the
 * lower half ends where the upper half starts. Nothing happens between the two stores, and no other thread can read,
 * since shared memories are excluded. The address and then the value are evaluated in their original order and place.
 */
final class SplitStore implements MemoryShape {
    @Override
    public String name() {
        return "store-split";
    }

    @Override
    public int cost() {
        return 4;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (!(access instanceof Store store)
                || store.memory().shared()
                || store.bytes() == 1
                || store.bytes() == 16
                || !Accesses.isOffset(store.memory(), store.offset(), store.bytes())) {
            return Optional.empty();
        }
        ValueType type = Accesses.integerOf(store.valueType());
        Expr whole = Accesses.reinterpreted(store.value(), type);
        BitSet busy = ShapeContext.busy(store.address(), whole);
        BitSet written = LocalAccess.of(whole).writes();
        written.or(LocalAccess.of(store.address()).writes());
        int half = store.bytes() / 2;
        return context.keep(store.address(), written, busy)
                .flatMap(address -> context.keep(whole, new BitSet(), busy).map(value -> {
                    Expr shifted = Accesses.with(BinaryOperator.SHR_U, type, value.first(), 8L * half);
                    return Block.of(
                            null,
                            Accesses.part(store, half, half, type, address.first(), shifted),
                            Accesses.part(store, 0, half, type, address.again(), value.again()));
                }));
    }
}
