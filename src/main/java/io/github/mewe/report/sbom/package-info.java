/** What a software bill of materials of a project says of multivariant binaries. */
package io.github.mewe.report.sbom;
