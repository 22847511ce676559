/**
 * Runs the goal {@code diversify} in a separate JVM. {@link io.github.mewe.engine.fork.ForkedDiversifier} starts that
 * JVM; {@link io.github.mewe.engine.fork.DiversifierProcess} is its main class.
 */
package io.github.mewe.engine.fork;
