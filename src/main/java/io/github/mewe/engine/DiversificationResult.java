package io.github.mewe.engine;

import io.github.mewe.report.Manifest;
import java.util.List;

/**
 * A multivariant binary.
 *
 * @param binary its bytes
 * @param manifest what was done
 * @param faults what went wrong inside a strategy, which cost a variant and nothing else
 */
public record DiversificationResult(byte[] binary, Manifest manifest, List<String> faults) {
    /** Copies the list. */
    public DiversificationResult {
        faults = List.copyOf(faults);
    }
}
