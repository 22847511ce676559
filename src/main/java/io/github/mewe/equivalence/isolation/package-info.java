/** Execution of variants in isolation: each beside its original, on the same inputs, until one of them differs. */
package io.github.mewe.equivalence.isolation;
