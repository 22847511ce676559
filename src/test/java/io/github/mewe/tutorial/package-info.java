/** The tutorials in docs/tutorials, followed as they are written. */
package io.github.mewe.tutorial;
