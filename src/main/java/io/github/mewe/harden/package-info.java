/**
 * Measures against memory corruption. It finds the stack frames that functions keep in linear memory, moves them, and
 * guards them with canaries.
 */
package io.github.mewe.harden;
