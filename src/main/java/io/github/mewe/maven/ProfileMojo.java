package io.github.mewe.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Records how often the functions of a WebAssembly module run and what they cost, so that {@code diversify} knows which
 * choices it can afford. Runs the instrumented module on the embedded engine, or converts counts recorded elsewhere.
 */
@Mojo(name = "profile", threadSafe = true, requiresProject = false)
public final class ProfileMojo extends Goal {
    /**
     * The {@code .wasm} file. By default, the project's main or attached artifact if it is a {@code .wasm} file,
     * otherwise the only {@code .wasm} file under the build directory.
     */
    @Parameter(property = "mewe.input")
    File input;

    /** The file for the instrumented module. By default, {@code NAME-instrumented.wasm} in {@code outputDirectory}. */
    @Parameter(property = "mewe.instrumented")
    File instrumented;

    /**
     * The profile to write: a file, or an existing directory, which then receives {@code NAME.profile.json}. By
     * default, the directory {@code src/main/mewe}.
     */
    @Parameter(property = "mewe.profile")
    File profile;

    /**
     * Calls of exports on the embedded engine: each {@code invocation} has {@code export}, {@code arguments} (numbers)
     * and {@code times}.
     */
    @Parameter
    List<InvocationElement> invocations = List.of();

    /**
     * A run of a WASI program on the embedded engine, before {@code invocations}: {@code arguments}, {@code stdin} (a
     * file), {@code environment} and {@code directory}, whose files the program sees below {@code /}.
     */
    @Parameter
    StartElement start;

    /**
     * A file of counters recorded by the instrumented module on its own platform, instead of on the embedded engine.
     */
    @Parameter(property = "mewe.counts")
    File counts;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        new ProfileRun(this).run();
    }
}
