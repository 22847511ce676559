package io.github.mewe.maven;

import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** Where things lie, with or without a project: without one, Maven leaves a project's paths unfinished. */
record ProjectPlaces(MavenProject project, MavenSession session) {
    /** The project's directory, or the current one. */
    File base() {
        return isProject() ? project.getBasedir() : new File(session.getExecutionRootDirectory());
    }

    /** Where a build's results go. */
    File buildDirectory() {
        return isProject() ? new File(project.getBuild().getDirectory()) : new File(base(), "target");
    }

    private boolean isProject() {
        return project.getFile() != null;
    }
}
