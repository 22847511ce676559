package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.util.Optional;

/** The parts of a module that a check of one of its functions depends on. Called from several threads. */
public interface ModuleFacts {
    /** The original body of a function; empty if the function is imported or unknown. */
    Optional<FunctionBody> body(String function);

    /** Determines if a global keeps its value, whatever is called. */
    boolean isImmutable(String global);

    /** Determines if values of a reference type may be null. */
    boolean isNullable(ValueType type);
}
