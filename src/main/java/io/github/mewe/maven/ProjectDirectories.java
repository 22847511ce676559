package io.github.mewe.maven;

import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** Where things lie, with or without a project: without one, Maven leaves a project's paths unfinished. */
record ProjectDirectories(MavenProject project, MavenSession session) {
    private static final String SOURCES = "src/main/mewe";

    /** Where profiles are kept, beside the sources. */
    File profileDirectory() {
        return inBase(SOURCES);
    }

    /** Where the sources are. */
    File sourceDirectory() {
        return inBase("src");
    }

    /** Where a build's results go. */
    File buildDirectory() {
        return isProject() ? new File(project.getBuild().getDirectory()) : inBase("target");
    }

    private File inBase(String path) {
        return isProject() ? new File(project.getBasedir(), path) : new File(session.getExecutionRootDirectory(), path);
    }

    private boolean isProject() {
        return project.getFile() != null;
    }
}
