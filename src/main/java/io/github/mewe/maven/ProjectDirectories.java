package io.github.mewe.maven;

import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The directories of a project. Without a POM, Maven leaves the paths unset, and these are relative to the session. */
record ProjectDirectories(MavenProject project, MavenSession session) {
    private static final String SOURCES = "src/main/mewe";

    /** The default directory of profiles. */
    File profileDirectory() {
        return inBase(SOURCES);
    }

    File sourceDirectory() {
        return inBase("src");
    }

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
