package io.github.mewe.engine.verification;

import io.github.mewe.report.Manifest;

/**
 * A multivariant binary to verify.
 *
 * @param input the module that the binary was made from
 * @param request how much to verify
 * @param seed the source of all inputs and seeds
 */
record VerificationSubject(byte[] input, byte[] binary, Manifest manifest, VerificationRequest request, long seed) {}
