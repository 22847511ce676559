package io.github.mewe.equivalence.validation;

import io.github.mewe.ir.FunctionBody;
import java.util.Optional;

/** The module that a function stands in, as far as a proof has to know it. */
public interface ModuleContext {
    /**
     * The original body of a function.
     *
     * @param function the function's name
     * @return empty if it is imported
     */
    Optional<FunctionBody> body(String function);

    /**
     * Whether a global always has the value that it has now, whatever is called.
     *
     * @param global the global's name
     */
    boolean isImmutable(String global);
}
