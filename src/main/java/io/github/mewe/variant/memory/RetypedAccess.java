package io.github.mewe.variant.memory;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * Loads or stores a float as an integer, or an integer as a float.
 *
 * <p>Soundness: loads, stores and reinterpretations keep all bits, including those of NaNs (WebAssembly specification,
 * sections 4.3.2 and 4.4.7). The bytes and their place stay the same.
 */
final class RetypedAccess implements MemoryShape {
    @Override
    public String name() {
        return "access-retyped";
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    public Optional<Expr> apply(Expr access, ShapeContext context) {
        if (access instanceof Load load) {
            return other(load.valueType(), load.bytes())
                    .map(type -> Accesses.reinterpreted(
                            Accesses.part(load, 0, load.bytes(), false, type, load.address()), load.valueType()));
        }
        Store store = (Store) access;
        return other(store.valueType(), store.bytes())
                .map(type -> Accesses.part(
                        store, 0, store.bytes(), type, store.address(), Accesses.reinterpreted(store.value(), type)));
    }

    private static Optional<ValueType> other(ValueType type, int bytes) {
        if (!type.isScalar() || bytes < type.bytes()) {
            return Optional.empty();
        }
        return Optional.of(type.isInteger() ? Accesses.floatOf(type) : Accesses.integerOf(type));
    }
}
