/**
 * How hosts seed multivariant modules: the ES module that does it, and what docs/guides/seeding.md tells users to
 * write.
 */
package io.github.mewe.seeding;
