package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/**
 * A module of which only the checked bodies are known.
 *
 * @param isNullable true if all reference types admit null
 */
public record UnknownModule(boolean isNullable) implements ModuleFacts {
    /** A module whose reference types admit null. */
    public UnknownModule() {
        this(true);
    }

    @Override
    public Optional<FunctionBody> body(String function) {
        return Optional.empty();
    }

    @Override
    public boolean isImmutable(String global) {
        return false;
    }

    @Override
    public boolean isNullable(ValueType type) {
        return isNullable;
    }
}
