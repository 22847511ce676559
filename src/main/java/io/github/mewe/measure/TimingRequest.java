package io.github.mewe.measure;

import java.time.Duration;
import java.util.Optional;

/**
 * Two modules whose times are compared, and how.
 *
 * @param original the original's bytes
 * @param multivariant the multivariant binary's bytes
 * @param name the name that WASI programs are given as their first argument
 * @param seedExport the export that the host seeds with, if it does
 * @param runs how many times are taken of each
 * @param limit how long taking them may last; fewer are taken then
 */
public record TimingRequest(
        byte[] original, byte[] multivariant, String name, Optional<String> seedExport, int runs, Duration limit) {}
