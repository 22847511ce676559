/**
 * Translation validation: whole bodies of variants are proved to do what their originals do, for all arguments,
 * memories and globals, by symbolic execution and an SMT solver (after Pnueli, Siegel and Singerman, "Translation
 * Validation", 1998, and Necula, "Translation Validation for an Optimizing Compiler", 2000). Calls are uninterpreted
 * effects, as in regression verification (Godlin and Strichman, "Regression Verification", 2009).
 */
package io.github.mewe.equivalence.validation;
