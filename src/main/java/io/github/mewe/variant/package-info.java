/**
 * The variant generator: runs variant strategies over the functions of a module within a variant budget. It works on
 * lifted bodies and reaches the native library only through {@link io.github.mewe.variant.Workbench}.
 */
package io.github.mewe.variant;
