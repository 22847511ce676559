package io.github.mewe.maven;

import java.io.File;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** The common parameters of all goals. */
abstract class Goal extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    /** Skips the goal. */
    @Parameter(property = "mewe.skip", defaultValue = "false")
    private boolean skip;

    /**
     * The directory of multivariant binaries, their manifests, and the files of the other goals. By default,
     * {@code ${project.build.directory}/mewe}; without a project, {@code target/mewe}.
     */
    @Parameter(property = "mewe.outputDirectory")
    private File outputDirectory;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped: <skip> (mewe.skip) is set");
        } else {
            run();
        }
    }

    /** Executes the goal; not called if the goal is skipped. */
    abstract void run() throws MojoExecutionException, MojoFailureException;

    final MavenProject project() {
        return project;
    }

    final MavenSession session() {
        return session;
    }

    final boolean isSkipped() {
        return skip;
    }

    final ProjectDirectories directories() {
        return new ProjectDirectories(project, session);
    }

    final File outputDirectory() {
        return outputDirectory == null ? new File(directories().buildDirectory(), "mewe") : outputDirectory;
    }
}
