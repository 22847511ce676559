/** The strategy that changes control flow, call structure and locals. */
package io.github.mewe.variant.structure;
