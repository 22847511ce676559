/** The strategy that reshapes memory accesses. */
package io.github.mewe.variant.memory;
