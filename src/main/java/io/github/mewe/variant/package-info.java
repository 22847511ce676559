/**
 * The variant generator: runs variant strategies over the functions of a module within a variant budget. It works on
 * lifted bodies; what needs the native library is behind {@link io.github.mewe.variant.Workbench}.
 */
package io.github.mewe.variant;
