package io.github.mewe.variant;

import java.time.Duration;
import java.util.Optional;

/**
 * What the user allows.
 *
 * @param variants the most variants of a function, the original not counted; at least 1
 * @param maxGrowth the output's code bytes over the input's, at most; at least 1
 * @param time when generation stops with what it has; empty for no limit
 */
public record VariantBudget(int variants, double maxGrowth, Optional<Duration> time) {}
