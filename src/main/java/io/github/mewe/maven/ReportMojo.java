package io.github.mewe.maven;

import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.ReportException;
import io.github.mewe.engine.reporting.Reporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.FileUtils;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;

/**
 * Writes a report on each multivariant binary: one HTML file with its variants, their cost, and the results of the
 * goals {@code verify} and {@code measure}. As a report of a Maven site, it also writes a page with links to them.
 */
@Mojo(name = "report", threadSafe = true, requiresProject = false)
public final class ReportMojo extends Goal implements MavenReport {
    private static final int BYTES_OF_KILOBYTE = 1000;
    private static final String NAME = "MEWE";
    private static final String DESCRIPTION =
            "The variants of the multivariant binaries, their cost, and the results of verification and measurement.";
    private static final String SITE_DIRECTORY = "mewe";

    /** The manifest of one binary to report on. By default, all in {@code outputDirectory}. */
    @Parameter(property = "mewe.manifest")
    private File manifest;

    /**
     * The maximum size of the functions' texts in a report, compressed, in kilobytes. The hottest functions come first;
     * 0 leaves out all texts.
     */
    @Parameter(property = "mewe.report.textKilobytes", defaultValue = "600")
    private int textKilobytes;

    @Parameter(defaultValue = "${project.reporting.outputDirectory}", readonly = true)
    private File siteDirectory;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        checkRoom();
        try {
            List<Path> manifests = manifests();
            if (manifests.isEmpty()) {
                throw new MojoFailureException("there is no manifest in " + directory() + ", which <outputDirectory>"
                        + " (mewe.outputDirectory) names. Run the goal mewe:diversify first, or name a manifest with"
                        + " <manifest> (mewe.manifest)");
            }
            Reporter reporter = new Reporter(directory());
            for (Path file : manifests) {
                report(reporter, file, file.toAbsolutePath().getParent());
            }
        } catch (ReportException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read or write a file: " + e + ". Check <outputDirectory> (mewe.outputDirectory) and"
                            + " <manifest> (mewe.manifest)",
                    e);
        }
    }

    private void checkRoom() throws MojoFailureException {
        if (textKilobytes < 0 || textKilobytes > Integer.MAX_VALUE / BYTES_OF_KILOBYTE / 2) {
            throw new MojoFailureException("<textKilobytes> (mewe.report.textKilobytes) is " + textKilobytes
                    + "; it must be from 0 to " + Integer.MAX_VALUE / BYTES_OF_KILOBYTE / 2);
        }
        if (manifest != null && !manifest.isFile()) {
            throw new MojoFailureException("the file " + manifest + " that <manifest> (mewe.manifest) names does not"
                    + " exist. Run the goal mewe:diversify first");
        }
    }

    private Path directory() {
        return outputDirectory().toPath();
    }

    private List<Path> manifests() throws IOException {
        return manifest == null ? new ManifestFiles().in(directory()) : List.of(manifest.toPath());
    }

    private List<Reporter.Written> report(Reporter reporter, Path file, Path directory) throws IOException {
        List<Reporter.Written> all = reporter.report(file, directory, textKilobytes * BYTES_OF_KILOBYTE);
        for (Reporter.Written written : all) {
            getLog().info("Report: " + written.file() + ", " + FileUtils.byteCountToDisplaySize(written.bytes()));
            written.notes().forEach(note -> getLog().warn("  " + note));
        }
        if (all.isEmpty()) {
            getLog().info("Nothing to report on: " + file + " lists no diversified core module");
        }
        return all;
    }

    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        try {
            checkRoom();
            Reporter reporter = new Reporter(directory());
            var page = new ReportPage(sink, siteDirectory.toPath());
            page.open(NAME);
            for (Path file : manifests()) {
                report(reporter, file, inSite(file)).forEach(page::add);
            }
            page.close();
        } catch (MojoFailureException | ReportException | EnvironmentException e) {
            throw new MavenReportException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MavenReportException(
                    "cannot read or write a file: " + e
                            + ". Check <outputDirectory> (mewe.outputDirectory) and <manifest> (mewe.manifest)",
                    e);
        }
    }

    /** The report's directory in the site. Keeps relative paths, so that reports of equal names do not collide. */
    private Path inSite(Path file) {
        Path base = directory().toAbsolutePath().normalize();
        Path place = file.toAbsolutePath().normalize().getParent();
        Path site = siteDirectory.toPath().resolve(SITE_DIRECTORY);
        return place.startsWith(base) ? site.resolve(base.relativize(place).toString()) : site;
    }

    /** Returns false, rather than failing the site, if there is no binary. */
    @Override
    public boolean canGenerateReport() throws MavenReportException {
        if (isSkipped()) {
            return false;
        }
        try {
            boolean isThere = !manifests().isEmpty();
            if (!isThere) {
                getLog().info("No report written: there is no multivariant binary in " + directory()
                        + ". Run the goal mewe:diversify first");
            }
            return isThere;
        } catch (IOException e) {
            throw new MavenReportException(
                    "cannot read " + directory() + ": " + e + ". Check <outputDirectory> (mewe.outputDirectory)", e);
        }
    }

    @Override
    public String getOutputPath() {
        return "mewe-report";
    }

    @Override
    @Deprecated
    public String getOutputName() {
        return getOutputPath();
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public String getName(Locale locale) {
        return NAME;
    }

    @Override
    public String getDescription(Locale locale) {
        return DESCRIPTION;
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        siteDirectory = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        return siteDirectory;
    }

    @Override
    public boolean isExternalReport() {
        return false;
    }
}
