/** Components for multivariant binaries in CycloneDX bills of materials. */
package io.github.mewe.report.sbom;
