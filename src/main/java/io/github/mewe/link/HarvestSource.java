package io.github.mewe.link;

import io.github.mewe.binaryen.FunctionInfo;
import java.util.Optional;

/**
 * An import whose results can be harvested.
 *
 * @param function the import
 * @param output the bytes that it writes to memory; empty if the returned number is harvested
 */
record HarvestSource(FunctionInfo function, Optional<MemoryOutput> output) {
    /** The harvested part of the results. */
    HarvestedImport.Part part() {
        return output.isPresent() ? HarvestedImport.Part.MEMORY : HarvestedImport.Part.RESULT;
    }
}
