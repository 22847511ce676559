/** The strategy that lets an optimiser's passes make other bodies of a function. */
package io.github.mewe.variant.optimize;
