/**
 * Test modules: bodies of a multivariant binary and of its original, taken out of the binaries as bytes and put side by
 * side, so that what runs is what was delivered. Stubs answer the calls that leave a body, and the memory undoes every
 * run. Nothing here knows how variants are made.
 */
package io.github.mewe.equivalence.harness;
