package io.github.mewe.report.html;

import io.github.mewe.common.FileStem;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.MeasurementFile;
import io.github.mewe.report.VerificationFile;
import java.nio.file.Path;

/**
 * The files about a multivariant binary, which lie beside its manifest.
 *
 * @param manifest the manifest
 * @param binary the multivariant binary
 * @param verification what was verified, if it was
 * @param measurement what was measured, if it was
 */
public record ReportFiles(Path manifest, Path binary, Path verification, Path measurement) {
    /**
     * The files beside a manifest.
     *
     * @param file the manifest
     * @param manifest what it says
     */
    public static ReportFiles beside(Path file, Manifest manifest) {
        String name = name(manifest);
        return new ReportFiles(
                file,
                file.resolveSibling(manifest.output().name()),
                file.resolveSibling(name + VerificationFile.SUFFIX),
                file.resolveSibling(name + MeasurementFile.SUFFIX));
    }

    /** The name of the report's file. */
    public static String reportName(Manifest manifest) {
        return name(manifest) + "-report.html";
    }

    private static String name(Manifest manifest) {
        return FileStem.of(manifest.output().name());
    }
}
