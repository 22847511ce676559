package io.github.mewe.maven;

import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.ProgramInput;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that compares multivariant binaries with their originals. */
abstract class BinaryGoal extends Goal {
    /** The manifest of one binary, in the same directory as the binary. By default, all in {@code outputDirectory}. */
    @Parameter(property = "mewe.manifest")
    private File manifest;

    /**
     * The original, or a directory that contains it. By default, the goal searches the project's artifacts, the build
     * directory and {@code src}.
     */
    @Parameter(property = "mewe.input")
    private File input;

    /** Calls of exports: each {@code invocation} has {@code export}, {@code arguments} (numbers) and {@code times}. */
    @Parameter
    private List<InvocationElement> invocations = List.of();

    /**
     * A run of a WASI program: {@code arguments}, {@code stdin} (a file), {@code environment} and {@code directory},
     * whose files the program sees below {@code /}.
     */
    @Parameter
    private StartElement start;

    final BinaryFinder binaries() {
        return new BinaryFinder(project(), session(), manifest, input, outputDirectory());
    }

    final List<Invocation> invocations() throws MojoFailureException {
        var calls = new ArrayList<Invocation>();
        for (InvocationElement invocation : invocations) {
            calls.add(invocation.resolve());
        }
        return calls;
    }

    final Optional<ProgramInput> start() throws MojoFailureException {
        return start == null ? Optional.empty() : Optional.of(start.resolve());
    }
}
