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
 * Writes the halves of what a store writes, the higher one first.
 *
 * <p>Soundness: the last byte of the higher half is that of the store, so that the first of the new stores traps in the
 * same cases, and then nothing is written. If it does not trap, the lower half, which starts no lower than address zero
 * and ends before it, does not either. Nothing happens in between, and no other thread can read: memories that are
 * shared are left alone. The address, then the value are evaluated where they were.
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
    public Optional<Expr> apply(Expr access, Site site) {
        if (!(access instanceof Store store)
                || store.memory().shared()
                || store.bytes() == 1
                || store.bytes() == 16
                || !Accesses.isOffset(store.memory(), store.offset(), store.bytes())) {
            return Optional.empty();
        }
        ValueType type = Accesses.integerOf(store.valueType());
        Expr whole = Accesses.reinterpreted(store.value(), type);
        BitSet busy = Site.busy(store.address(), whole);
        BitSet written = LocalAccess.of(whole).writes();
        written.or(LocalAccess.of(store.address()).writes());
        int half = store.bytes() / 2;
        return site.keep(store.address(), written, busy)
                .flatMap(address -> site.keep(whole, new BitSet(), busy).map(value -> {
                    Expr shifted = Accesses.with(BinaryOperator.SHR_U, type, value.first(), 8L * half);
                    return Block.of(
                            null,
                            Accesses.part(store, half, half, type, address.first(), shifted),
                            Accesses.part(store, 0, half, type, address.again(), value.again()));
                }));
    }
}
