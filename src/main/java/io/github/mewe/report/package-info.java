/** The JSON documents about a multivariant binary: manifest, verification and measurement. */
package io.github.mewe.report;
