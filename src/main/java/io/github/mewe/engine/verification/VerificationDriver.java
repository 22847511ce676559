package io.github.mewe.engine.verification;

import java.nio.file.Path;

/**
 * A Node script that takes the path of a module, runs it and prints a result.
 *
 * @param node the Node command: a name on the PATH, or a file
 */
public record VerificationDriver(Path script, String node) {}
