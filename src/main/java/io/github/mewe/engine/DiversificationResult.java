package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * A multivariant binary.
 *
 * @param binary the bytes of the binary
 * @param manifest its manifest
 * @param sourceMap the source map of the binary, if the input has one
 * @param faults failures of strategies, each of which cost one variant
 */
public record DiversificationResult(byte[] binary, Manifest manifest, Optional<byte[]> sourceMap, List<String> faults) {
    /** Copies the list. */
    public DiversificationResult {
        faults = List.copyOf(faults);
    }
}
