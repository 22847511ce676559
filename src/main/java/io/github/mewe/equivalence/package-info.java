/**
 * Proofs that computations are equal. The solver is a library that users add when they want it; nothing else may name
 * its classes.
 */
package io.github.mewe.equivalence;
