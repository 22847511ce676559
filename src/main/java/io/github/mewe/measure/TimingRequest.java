package io.github.mewe.measure;

import java.time.Duration;
import java.util.Optional;

/**
 * Two modules to time, and how.
 *
 * @param name the first argument of WASI programs
 * @param seedExport the export that takes the host's seed, if any
 * @param runs the number of runs per module
 * @param limit the time limit, which may reduce the number of runs
 */
public record TimingRequest(
        byte[] original, byte[] multivariant, String name, Optional<String> seedExport, int runs, Duration limit) {}
