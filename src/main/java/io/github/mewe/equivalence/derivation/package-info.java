/**
 * Checks the steps of derivations: two bodies are equivalent if a simulation relates them. Needs no solver, and shares
 * no code with the generator.
 */
package io.github.mewe.equivalence.derivation;
