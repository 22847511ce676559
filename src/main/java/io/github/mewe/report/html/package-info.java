/** The HTML report: one self-contained page about a multivariant binary. */
package io.github.mewe.report.html;
