package io.github.mewe.maven;

import io.github.mewe.common.FileStem;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.profiling.ProfileFiles;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedProfile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private File input;

    /** The file for the instrumented module. By default, {@code NAME-instrumented.wasm} in {@code outputDirectory}. */
    @Parameter(property = "mewe.instrumented")
    private File instrumented;

    /**
     * The profile to write: a file, or an existing directory, which then receives {@code NAME.profile.json}. By
     * default, the directory {@code src/main/mewe}.
     */
    @Parameter(property = "mewe.profile")
    private File profile;

    /**
     * Calls of exports on the embedded engine: each {@code invocation} has {@code export}, {@code arguments} (numbers)
     * and {@code times}.
     */
    @Parameter
    private List<InvocationElement> invocations = List.of();

    /**
     * A run of a WASI program on the embedded engine, before {@code invocations}: {@code arguments}, {@code stdin} (a
     * file), {@code environment} and {@code directory}, whose files the program sees below {@code /}.
     */
    @Parameter
    private StartElement start;

    /**
     * A file of counters recorded by the instrumented module on its own platform, instead of on the embedded engine.
     */
    @Parameter(property = "mewe.counts")
    private File counts;

    private final ProfileFiles files = new ProfileFiles();

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        Optional<RunPlan> run = plan();
        if (counts != null && run.isPresent()) {
            throw new MojoFailureException(
                    "<counts> (mewe.counts) cannot be combined with <start> or <invocations>. Remove"
                            + " <counts>, or remove the others");
        }
        Input module = module();
        try {
            profile(module, run);
        } catch (DiversificationException e) {
            throw new MojoFailureException(module.file() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read or write a file: " + e + ". Check <input> (mewe.input), <profile> (mewe.profile),"
                            + " <instrumented> (mewe.instrumented) and <outputDirectory> (mewe.outputDirectory)",
                    e);
        }
    }

    private Optional<RunPlan> plan() throws MojoFailureException {
        if (start == null && invocations.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProgramInput> program = start == null ? Optional.empty() : Optional.of(start.resolve());
        var calls = new ArrayList<Invocation>();
        for (InvocationElement invocation : invocations) {
            calls.add(invocation.resolve());
        }
        return Optional.of(new RunPlan(program, calls));
    }

    private Input module() throws MojoFailureException {
        var finder = new InputFinder(
                project(), directories().buildDirectory(), outputDirectory().toPath());
        List<Input> inputs = input == null ? finder.ofProject() : finder.at(input);
        if (inputs.size() > 1) {
            throw new MojoFailureException("the directory " + input + " contains " + inputs.size()
                    + " .wasm files, but a profile describes one module. Name the file with <input> (mewe.input)");
        }
        return inputs.get(0);
    }

    private void profile(Input module, Optional<RunPlan> run)
            throws IOException, MojoExecutionException, MojoFailureException {
        byte[] original = Files.readAllBytes(module.file());
        Profiler profiler = profiler();
        byte[] counting = profiler.instrument(original);
        Path copy = instrumented == null ? defaultCopy(module) : instrumented.toPath();
        if (Files.exists(copy) && Files.isSameFile(copy, module.file())) {
            throw new MojoFailureException(
                    "<instrumented> (mewe.instrumented) is the input file " + copy + ". Choose another file");
        }
        files.writeModule(copy, counting);
        getLog().info("Instrumented module: " + copy);
        String name = module.relative().getFileName().toString();
        Path place = new ProfileLocation(profile, directories().profileDirectory()).of(module);
        if (counts != null) {
            write(place, fromCounts(profiler, name, original));
        } else if (run.isPresent()) {
            write(place, fromRun(profiler, name, original, counting, run.get(), copy));
        } else {
            getLog().warn("No profile recorded: configure <invocations> or <start>, or " + elsewhere(copy));
        }
    }

    private Path defaultCopy(Input module) {
        String relative = module.relative().toString();
        String stem = FileStem.of(relative);
        return outputDirectory().toPath().resolve(stem + "-instrumented.wasm");
    }

    private Profiler profiler() throws MojoExecutionException {
        try {
            return new Profiler(outputDirectory().toPath());
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private RecordedProfile fromCounts(Profiler profiler, String name, byte[] original)
            throws IOException, MojoFailureException {
        if (!counts.isFile()) {
            throw new MojoFailureException("the file " + counts + " that <counts> (mewe.counts) names does not exist."
                    + " Write the counters of the instrumented module to it, as docs/guides/profiling.md shows");
        }
        try {
            return profiler.convert(name, original, files.readText(counts.toPath()));
        } catch (ProfileException e) {
            throw new MojoFailureException(
                    "the file " + counts + " that <counts> (mewe.counts) names cannot be used: " + e.getMessage(), e);
        }
    }

    private static RecordedProfile fromRun(
            Profiler profiler, String name, byte[] original, byte[] counting, RunPlan run, Path copy)
            throws MojoFailureException {
        try {
            return profiler.record(name, original, counting, run);
        } catch (ProfileException e) {
            throw new MojoFailureException(name + ": " + e.getMessage(), e);
        } catch (EngineLimitException e) {
            throw new MojoFailureException(
                    name + ": the embedded engine cannot run it: " + e.getMessage() + ". Instead, " + elsewhere(copy),
                    e);
        }
    }

    private static String elsewhere(Path copy) {
        return "run " + copy
                + " on the module's own platform, write its counters to a file as docs/guides/profiling.md shows,"
                + " and name that file with <counts> (mewe.counts)";
    }

    private void write(Path place, RecordedProfile recorded) throws IOException {
        files.write(place, recorded);
        new ProfileLog(getLog()).report(recorded, place);
    }
}
