/**
 * Immutable expression trees. A function body is lifted to a tree, transformed by variant strategies and lowered again.
 * Pure Java; an unmodelled instruction is an {@link io.github.mewe.ir.Opaque} node with ordinary children.
 */
package io.github.mewe.ir;
