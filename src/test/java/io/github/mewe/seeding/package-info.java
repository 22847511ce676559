/**
 * Tests of how hosts seed multivariant modules: with the ES module {@code mewe-loader.mjs} and with the programs in
 * docs/guides/seeding.md.
 */
package io.github.mewe.seeding;
