/** The tutorials in docs/guides/tutorials, followed as they are written. */
package io.github.mewe.tutorial;
