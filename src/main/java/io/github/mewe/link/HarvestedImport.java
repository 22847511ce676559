package io.github.mewe.link;

import io.github.mewe.binaryen.FunctionInfo;

/**
 * An import whose results the discriminator mixes into its key.
 *
 * @param function the import
 * @param part the harvested part of its results
 * @param wrapper the internal name of the function that stands for the import in direct calls
 */
public record HarvestedImport(FunctionInfo function, Part part, String wrapper) {
    /** A part of the results of a call. */
    public enum Part {
        /** The number that the call returns. */
        RESULT,
        /** The bytes that the call writes to memory. */
        MEMORY
    }
}
