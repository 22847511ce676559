/**
 * Random functions, and a comparison of each of their variants with the function itself on an engine.
 *
 * <p>{@link io.github.mewe.property.ModuleMaker} makes modules, {@link io.github.mewe.property.SideBySide} puts the
 * variants beside the originals, {@link io.github.mewe.property.Harness} runs both, and
 * {@link io.github.mewe.property.EquivalenceCheck} compares.
 */
package io.github.mewe.property;
