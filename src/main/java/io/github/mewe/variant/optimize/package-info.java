/** The strategy that derives variants with an optimiser's passes. */
package io.github.mewe.variant.optimize;
