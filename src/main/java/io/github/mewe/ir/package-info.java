/**
 * Immutable expression trees: lifted from a function body, transformed by variant strategies and lowered back into one.
 * Pure Java; what is not modelled is an {@link io.github.mewe.ir.Opaque} node, whose children are ordinary ones.
 */
package io.github.mewe.ir;
