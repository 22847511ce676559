/**
 * Measures how diverse multivariant binaries are: {@link io.github.mewe.engine.measurement.FileMeasurer} reads files
 * and {@link io.github.mewe.engine.measurement.Measurer} does it.
 */
package io.github.mewe.engine.measurement;
