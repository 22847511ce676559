/** What is said about a multivariant binary: the manifest, as data and as a JSON file. */
package io.github.mewe.report;
