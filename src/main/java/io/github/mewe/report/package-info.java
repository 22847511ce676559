/**
 * What is said about a multivariant binary: the manifest, what was verified and what was measured, as data and as
 * files.
 */
package io.github.mewe.report;
