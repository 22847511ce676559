/**
 * Variants by synthesis: data-flow slices of a body are replaced by computations of the same value that a search found
 * and a solver proved.
 */
package io.github.mewe.variant.synthesis;
