/**
 * Diversifies in a JVM of its own: {@link io.github.mewe.engine.fork.ForkedDiversifier} starts it, and
 * {@link io.github.mewe.engine.fork.DiversifierProcess} is its main class.
 */
package io.github.mewe.engine.fork;
