/**
 * Concolic execution: an interpreter that runs a body on concrete values and keeps their symbolic ones, a solver that
 * derives new inputs from them, and the exploration that drives both.
 */
package io.github.mewe.equivalence.concolic;
