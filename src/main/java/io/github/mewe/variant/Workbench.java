package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.List;
import java.util.Optional;

/** The services of the native library that the generator needs. Each thread uses its own instance. */
public interface Workbench {

    /**
     * Cleans a body up as an optimiser would and hashes what remains: bodies that collapse into each other have equal
     * fingerprints.
     *
     * @param body a body, which may call the helpers
     * @param helpers functions that the module does not have yet
     * @return the fingerprint; empty if the body is not valid in its module
     */
    Optional<Long> fingerprint(FunctionBody body, List<FunctionBody> helpers);

    /**
     * Runs passes over a body.
     *
     * @param body a body
     * @param helpers functions that the module does not have yet
     * @param passes the names of Binaryen passes that work on one function
     * @return what the passes made of it; empty if a pass cannot work on this body
     */
    Optional<FunctionBody> optimize(FunctionBody body, List<FunctionBody> helpers, List<String> passes);
}
