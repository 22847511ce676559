package io.github.mewe.report.html;

import io.github.mewe.common.FileStem;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.MeasurementFile;
import io.github.mewe.report.VerificationFile;
import java.nio.file.Path;

/**
 * The files of a multivariant binary, all in one directory. Verification and measurement may be missing.
 *
 * @param binary the multivariant binary
 */
public record ReportFiles(Path manifest, Path binary, Path verification, Path measurement) {
    /**
     * Derives the paths from a manifest.
     *
     * @param file the manifest's file
     * @param manifest its content
     */
    public static ReportFiles beside(Path file, Manifest manifest) {
        String name = name(manifest);
        return new ReportFiles(
                file,
                file.resolveSibling(manifest.output().name()),
                file.resolveSibling(name + VerificationFile.SUFFIX),
                file.resolveSibling(name + MeasurementFile.SUFFIX));
    }

    /** The file name of the report. */
    public static String reportName(Manifest manifest) {
        return name(manifest) + "-report.html";
    }

    private static String name(Manifest manifest) {
        return FileStem.of(manifest.output().name());
    }
}
