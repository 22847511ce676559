/** What the scripts of the projects in {@code src/it} check builds and modules with. */
package io.github.mewe.maven.it;
