/**
 * Verifies that multivariant binaries behave like their originals:
 * {@link io.github.mewe.engine.verification.FileVerifier} works on files,
 * {@link io.github.mewe.engine.verification.Verifier} on their contents.
 */
package io.github.mewe.engine.verification;
