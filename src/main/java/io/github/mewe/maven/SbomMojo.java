package io.github.mewe.maven;

import io.github.mewe.engine.ReportException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.reporting.SbomEnricher;
import io.github.mewe.report.sbom.MultivariantComponent.Coordinates;
import io.github.mewe.report.sbom.SeedDisclosure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Adds the multivariant binaries to the project's CycloneDX documents, with their hashes, their input modules and their
 * seeds. The goal that writes the documents must run first, for example in the phase {@code package}.
 */
@Mojo(name = "sbom", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class SbomMojo extends Goal {
    private static final String CLASSIFIER = "cyclonedx";
    private static final List<String> TYPES = List.of("json", "xml");

    /** The manifest of one binary to add. By default, all in {@code outputDirectory}. */
    @Parameter(property = "mewe.manifest")
    private File manifest;

    /**
     * The CycloneDX documents, in JSON or XML. By default, the artifacts attached with the classifier
     * {@code cyclonedx}; without any, {@code bom.json} and {@code bom.xml} in the build directory.
     */
    @Parameter(property = "mewe.sbom.documents")
    private List<File> documents = List.of();

    /**
     * The form in which to disclose the seed, from which anyone with the input can reproduce the binary: {@code plain},
     * {@code hash} (its SHA-256) or {@code none}.
     */
    @Parameter(property = "mewe.sbom.seedDisclosure", defaultValue = "plain")
    private String seedDisclosure;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        SeedDisclosure disclosure = SeedDisclosure.named(seedDisclosure)
                .orElseThrow(() ->
                        new MojoFailureException("<seedDisclosure> (mewe.sbom.seedDisclosure) is '" + seedDisclosure
                                + "'; it must be one of "
                                + Arrays.stream(SeedDisclosure.values())
                                        .map(SeedDisclosure::configurationName)
                                        .collect(Collectors.joining(", "))));
        try {
            var places = new BinaryFinder(project(), session(), manifest, null, outputDirectory());
            List<Path> found = documents();
            List<String> added = new SbomEnricher().add(found, places.manifests(), this::coordinates, disclosure);
            getLog().info("Added " + String.join(", ", added) + " to "
                    + found.stream().map(Path::toString).collect(Collectors.joining(", ")));
        } catch (VerificationException | ReportException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read or write a file: " + e + ". Check <documents> (mewe.sbom.documents), <manifest>"
                            + " (mewe.manifest) and <outputDirectory> (mewe.outputDirectory)",
                    e);
        }
    }

    private List<Path> documents() throws MojoFailureException {
        for (File document : documents) {
            if (!document.isFile()) {
                throw new MojoFailureException("the file " + document
                        + " that <documents> (mewe.sbom.documents) names does not exist. Check that the goal that"
                        + " writes it runs before this one");
            }
        }
        if (!documents.isEmpty()) {
            return documents.stream().map(File::toPath).toList();
        }
        List<Path> attached = project().getAttachedArtifacts().stream()
                .filter(artifact -> CLASSIFIER.equals(artifact.getClassifier()) && TYPES.contains(artifact.getType()))
                .map(Artifact::getFile)
                .filter(file -> file != null && file.isFile())
                .map(File::toPath)
                .toList();
        if (!attached.isEmpty()) {
            return attached;
        }
        File directory = directories().buildDirectory();
        List<Path> written = TYPES.stream()
                .map(type -> new File(directory, "bom." + type))
                .filter(File::isFile)
                .map(File::toPath)
                .toList();
        if (written.isEmpty()) {
            throw new MojoFailureException("found no CycloneDX document: no artifact is attached with the classifier '"
                    + CLASSIFIER + "', and there is no bom.json or bom.xml in " + directory
                    + ". Run the goal makeBom of org.cyclonedx:cyclonedx-maven-plugin before this one, or name the"
                    + " document with <documents> (mewe.sbom.documents)");
        }
        return written;
    }

    /** The coordinates of a file, if it is attached. */
    private Optional<Coordinates> coordinates(Path binary) {
        Path wanted = binary.toAbsolutePath().normalize();
        return project().getAttachedArtifacts().stream()
                .filter(artifact -> artifact.getFile() != null
                        && artifact.getFile()
                                .toPath()
                                .toAbsolutePath()
                                .normalize()
                                .equals(wanted))
                .findFirst()
                .map(artifact -> new Coordinates(
                        artifact.getGroupId(),
                        artifact.getArtifactId(),
                        artifact.getVersion(),
                        artifact.getClassifier(),
                        artifact.getType()));
    }
}
