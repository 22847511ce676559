/**
 * A small, safe API for Binaryen. It opens modules from bytes, lifts bodies to {@link io.github.mewe.ir} and lowers
 * them back, adds functions and writes bytes. No other package handles native pointers.
 */
package io.github.mewe.binaryen;
