/**
 * Variants by synthesis: replaces data-flow slices of a body by equivalent computations that a search found and a
 * solver proved.
 */
package io.github.mewe.variant.synthesis;
