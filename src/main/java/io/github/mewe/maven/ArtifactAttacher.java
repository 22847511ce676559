package io.github.mewe.maven;

import java.io.File;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/** Attaches files to a project. Replaces files that an earlier execution of the goal attached. */
final class ArtifactAttacher {
    private final MavenProject project;
    private final MavenProjectHelper helper;

    ArtifactAttacher(MavenProject project, MavenProjectHelper helper) {
        this.project = project;
        this.helper = helper;
    }

    void attach(String type, String classifier, File file) {
        for (Artifact artifact : project.getAttachedArtifacts()) {
            if (type.equals(artifact.getType()) && classifier.equals(artifact.getClassifier())) {
                artifact.setFile(file);
                return;
            }
        }
        helper.attachArtifact(project, type, classifier, file);
    }
}
