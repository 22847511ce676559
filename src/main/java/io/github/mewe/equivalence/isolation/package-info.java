/**
 * Execution of variants on their own: each beside its original, in a module made for it, with calls out of it answered
 * by stubs. Nothing here knows how variants are made; the binaries are read and rewritten as bytes, so that what runs
 * is what was delivered.
 */
package io.github.mewe.equivalence.isolation;
