package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import java.util.List;
import java.util.Optional;

/** The services of the native library that the generator needs. Each thread uses its own instance. */
public interface Workbench {

    /**
     * Cleans up a body as an optimiser would, and hashes the result. Bodies that become equal have equal fingerprints.
     *
     * @param body a body, which may call the helpers
     * @param helpers functions that are not in the module yet
     * @param cleanUp the passes of the clean-up; only fingerprints after the same passes can be compared
     * @return the fingerprint; empty if the body is invalid in its module
     */
    Optional<Long> fingerprint(FunctionBody body, List<FunctionBody> helpers, CleanUp cleanUp);

    /** Determines if a body, which may call the helpers, is valid in its module. */
    default boolean isValid(FunctionBody body, List<FunctionBody> helpers) {
        return fingerprint(body, helpers, CleanUp.QUICK).isPresent();
    }

    /**
     * Runs passes over a body.
     *
     * @param body a body
     * @param helpers functions that are not in the module yet
     * @param passes the names of Binaryen passes that work on one function
     * @return the optimised body; empty if a pass cannot handle the body
     */
    Optional<FunctionBody> optimize(FunctionBody body, List<FunctionBody> helpers, List<String> passes);
}
