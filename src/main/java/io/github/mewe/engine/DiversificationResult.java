package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * A multivariant binary.
 *
 * @param binary its bytes
 * @param manifest what was done
 * @param sourceMap the source map of the binary, if there is one of the input
 * @param faults what went wrong inside a strategy, which cost a variant and nothing else
 */
public record DiversificationResult(byte[] binary, Manifest manifest, Optional<byte[]> sourceMap, List<String> faults) {
    /** Copies the list. */
    public DiversificationResult {
        faults = List.copyOf(faults);
    }
}
