/**
 * Proofs that computations are equal. The solver is an optional dependency, so no other package may name its classes.
 */
package io.github.mewe.equivalence;
