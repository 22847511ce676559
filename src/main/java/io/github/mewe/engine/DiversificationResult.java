package io.github.mewe.engine;

import io.github.mewe.report.Manifest;

/**
 * A multivariant binary.
 *
 * @param binary its bytes
 * @param manifest what was done
 */
public record DiversificationResult(byte[] binary, Manifest manifest) {}
