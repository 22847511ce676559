package io.github.mewe.engine;

/**
 * Where a multivariant binary will run.
 *
 * @param platform the platform
 * @param choosesRandomness whether the platform decides the randomness source, because the user does not
 */
public record Deployment(Platform platform, boolean choosesRandomness) {}
