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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** One execution of the goal {@code profile}: instruments the module, and records its profile. */
final class ProfileRun {
    private final ProfileMojo parameters;
    private final ProfileFiles files = new ProfileFiles();

    ProfileRun(ProfileMojo parameters) {
        this.parameters = parameters;
    }

    void run() throws MojoExecutionException, MojoFailureException {
        Optional<RunPlan> run = plan();
        if (parameters.counts != null && run.isPresent()) {
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
        if (parameters.start == null && parameters.invocations.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProgramInput> program =
                parameters.start == null ? Optional.empty() : Optional.of(parameters.start.resolve());
        var calls = new ArrayList<Invocation>();
        for (InvocationElement invocation : parameters.invocations) {
            calls.add(invocation.resolve());
        }
        return Optional.of(new RunPlan(program, calls));
    }

    private Input module() throws MojoFailureException {
        var finder = new InputFinder(
                parameters.project(),
                parameters.directories().buildDirectory(),
                parameters.outputDirectory().toPath());
        List<Input> inputs = parameters.input == null ? finder.ofProject() : finder.at(parameters.input);
        if (inputs.size() > 1) {
            throw new MojoFailureException("the directory " + parameters.input + " contains " + inputs.size()
                    + " .wasm files, but a profile describes one module. Name the file with <input> (mewe.input)");
        }
        return inputs.get(0);
    }

    private void profile(Input module, Optional<RunPlan> run)
            throws IOException, MojoExecutionException, MojoFailureException {
        byte[] original = Files.readAllBytes(module.file());
        Profiler profiler = profiler();
        byte[] counting = profiler.instrument(original);
        Path copy = parameters.instrumented == null ? defaultCopy(module) : parameters.instrumented.toPath();
        if (Files.exists(copy) && Files.isSameFile(copy, module.file())) {
            throw new MojoFailureException(
                    "<instrumented> (mewe.instrumented) is the input file " + copy + ". Choose another file");
        }
        files.writeModule(copy, counting);
        parameters.getLog().info("Instrumented module: " + copy);
        String name = module.relative().getFileName().toString();
        Path place =
                new ProfileLocation(parameters.profile, parameters.directories().profileDirectory()).of(module);
        if (parameters.counts != null) {
            write(place, fromCounts(profiler, name, original));
        } else if (run.isPresent()) {
            write(place, fromRun(profiler, name, original, counting, run.get(), copy));
        } else {
            parameters.getLog().warn("No profile recorded: configure <invocations> or <start>, or " + elsewhere(copy));
        }
    }

    private Path defaultCopy(Input module) {
        String relative = module.relative().toString();
        String stem = FileStem.of(relative);
        return parameters.outputDirectory().toPath().resolve(stem + "-instrumented.wasm");
    }

    private Profiler profiler() throws MojoExecutionException {
        try {
            return new Profiler(parameters.outputDirectory().toPath());
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private RecordedProfile fromCounts(Profiler profiler, String name, byte[] original)
            throws IOException, MojoFailureException {
        if (!parameters.counts.isFile()) {
            throw new MojoFailureException(
                    "the file " + parameters.counts + " that <counts> (mewe.counts) names does not exist."
                            + " Write the counters of the instrumented module to it, as docs/guides/profiling.md shows");
        }
        try {
            return profiler.convert(name, original, files.readText(parameters.counts.toPath()));
        } catch (ProfileException e) {
            throw new MojoFailureException(
                    "the file " + parameters.counts + " that <counts> (mewe.counts) names cannot be used: "
                            + e.getMessage(),
                    e);
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
        new ProfileLog(parameters.getLog()).report(recorded, place);
    }
}
