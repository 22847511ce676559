/**
 * Verifies that multivariant binaries do what their originals do:
 * {@link io.github.mewe.engine.verification.FileVerifier} reads files and
 * {@link io.github.mewe.engine.verification.Verifier} does it.
 */
package io.github.mewe.engine.verification;
