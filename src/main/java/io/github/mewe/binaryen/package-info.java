/**
 * A small, safe API over Binaryen: modules are opened from bytes, bodies are lifted into {@link io.github.mewe.ir} and
 * lowered back, functions are added, and bytes are written. The only package that sees native handles.
 */
package io.github.mewe.binaryen;
