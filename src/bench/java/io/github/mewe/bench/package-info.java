/** Commands that measure the plugin on real modules and write the pages of {@code docs/results}. */
package io.github.mewe.bench;
