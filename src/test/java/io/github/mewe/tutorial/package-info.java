/** Follows the tutorials in docs/guides/tutorials literally. */
package io.github.mewe.tutorial;
