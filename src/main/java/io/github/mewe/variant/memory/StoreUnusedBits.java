package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Mixes data of the function into those bits of a value that a store does not write.
 *
 * <p>Soundness: the data is shifted to the left by as many bits as are written, so that neither a disjunction nor a sum
 * nor an exclusive disjunction changes one of them. It is read after the value is evaluated, which does not matter:
 * whatever it is, it is not written.
 */
final class StoreUnusedBits implements MemoryShape {
    private static final List<BinaryOperator> JOINS =
            List.of(BinaryOperator.OR, BinaryOperator.ADD, BinaryOperator.XOR, BinaryOperator.SUB);

    @Override
    public String name() {
        return "store-unused-bits";
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Expr> apply(Expr access, Site site) {
        if (!(access instanceof Store store)
                || !store.valueType().isInteger()
                || store.bytes() == store.valueType().bytes()) {
            return Optional.empty();
        }
        ValueType type = store.valueType();
        return site.noise(type).map(noise -> {
            Expr shifted = Accesses.with(BinaryOperator.SHL, type, noise, 8L * store.bytes());
            Expr value = IntBinary.of(site.random().pick(JOINS), type, store.value(), shifted);
            return Accesses.part(store, 0, store.bytes(), type, store.address(), value);
        });
    }
}
