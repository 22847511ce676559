/** The strategy that gives accesses to memory another shape. */
package io.github.mewe.variant.memory;
