package io.github.mewe.equivalence.validation;

import io.github.mewe.ir.FunctionBody;
import java.util.Optional;

/** The parts of a module that the proof of one of its functions depends on. */
public interface ModuleContext {
    /** The original body of a function; empty if the function is imported. */
    Optional<FunctionBody> body(String function);

    /** Determines if a global keeps its value, whatever is called. */
    boolean isImmutable(String global);
}
