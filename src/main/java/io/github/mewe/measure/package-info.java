/**
 * Measures what became of a module: how different the machine code of its variants is once an optimising engine has
 * compiled them.
 */
package io.github.mewe.measure;
