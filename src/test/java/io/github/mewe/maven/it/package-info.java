/** Helpers with which the {@code verify.groovy} scripts in {@code src/it} check builds and modules. */
package io.github.mewe.maven.it;
