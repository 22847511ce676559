package io.github.mewe.maven;

import io.github.mewe.engine.ManifestFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * Finds multivariant binaries by their manifests, and the places to search for their originals.
 *
 * @param manifest the configured manifest, or null for all in the output directory
 * @param input the configured original, or null to search for it
 */
record BinaryFinder(MavenProject project, MavenSession session, File manifest, File input, File outputDirectory) {

    /** Finds the manifests; at least one. */
    List<Path> manifests() throws IOException, MojoFailureException {
        if (manifest != null) {
            if (!manifest.isFile()) {
                throw new MojoFailureException("the file " + manifest + " that <manifest> (mewe.manifest) names does"
                        + " not exist. Run mewe:diversify first, which writes it beside the binary");
            }
            return List.of(manifest.toPath());
        }
        List<Path> found = new ManifestFiles().in(outputDirectory.toPath());
        if (found.isEmpty()) {
            throw new MojoFailureException("there is no manifest in " + outputDirectory
                    + ". Run mewe:diversify before this goal, or name a manifest with <manifest> (mewe.manifest)");
        }
        return found;
    }

    /** The files and directories to search for an original. */
    List<Path> originals() {
        if (input != null) {
            return List.of(input.toPath());
        }
        var places = new ArrayList<Path>();
        var artifacts = new ArrayList<Artifact>(project.getAttachedArtifacts());
        artifacts.add(project.getArtifact());
        for (Artifact artifact : artifacts) {
            if (artifact != null
                    && artifact.getFile() != null
                    && artifact.getFile().isFile()) {
                places.add(artifact.getFile().toPath());
            }
        }
        var where = new ProjectDirectories(project, session);
        places.add(where.buildDirectory().toPath());
        places.add(where.sourceDirectory().toPath());
        return places;
    }
}
