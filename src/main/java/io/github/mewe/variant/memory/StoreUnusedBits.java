package io.github.mewe.variant.memory;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Mixes the function's data into the bits of a value that a store does not write.
 *
 * <p>Soundness: the data is shifted left by the number of bits that are written, so bitwise or, sum and exclusive or
 * all keep the written bits. The data is read after the value is evaluated. That order does not matter, because no bit
 * of the data is written.
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
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (!(access instanceof Store store)
                || !store.valueType().isInteger()
                || store.bytes() == store.valueType().bytes()) {
            return Optional.empty();
        }
        ValueType type = store.valueType();
        return context.noise(type).map(noise -> {
            Expr shifted = Accesses.with(BinaryOperator.SHL, type, noise, 8L * store.bytes());
            Expr value = IntBinary.of(context.random().pick(JOINS), type, store.value(), shifted);
            return Accesses.part(store, 0, store.bytes(), type, store.address(), value);
        });
    }
}
