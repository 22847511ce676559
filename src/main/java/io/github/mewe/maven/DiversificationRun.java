package io.github.mewe.maven;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.FileDiversification;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.fork.ForkedDiversifier;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.profile.ProfileException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** One execution of the goal {@code diversify}: finds the inputs, diversifies each, and attaches the outputs. */
final class DiversificationRun {
    private final DiversifyMojo parameters;
    private final DiversificationRequest request;
    private final ArtifactAttacher attacher;
    private final File outputDirectory;
    private final OutputNames names;
    private final ProfileLocation profiles;
    private final DiversificationLog log;

    DiversificationRun(DiversifyMojo parameters, DiversificationRequest request, ArtifactAttacher attacher) {
        this.parameters = parameters;
        this.request = request;
        this.attacher = attacher;
        this.outputDirectory = parameters.outputDirectory();
        this.names = new OutputNames(
                outputDirectory.toPath(),
                parameters.classifier,
                request.population(),
                parameters.writesLoader(request));
        this.profiles =
                new ProfileLocation(parameters.profile, parameters.directories().profileDirectory());
        this.log = new DiversificationLog(
                parameters.getLog(),
                request,
                new SeedingLog(
                        parameters.writesLoader(request),
                        request.linking().target().platform()));
    }

    void run() throws MojoExecutionException, MojoFailureException {
        checkOutputDirectory();
        List<Input> inputs = inputs();
        if (parameters.attach) {
            names.checkClassifiers(inputs);
        }
        profiles.check(inputs);
        var failures = new ArrayList<String>();
        try (FileDiversification files = diversification(inputs)) {
            for (Input input : inputs) {
                try {
                    List<Outcome> outcomes = diversify(input, files);
                    log.report(input, outcomes);
                    attach(input, inputs.size() > 1);
                } catch (DiversificationException | ProfileException e) {
                    parameters.getLog().debug(e);
                    failures.add(input.file() + ": " + e.getMessage());
                }
            }
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
        log.finish(failures.isEmpty());
        fail(failures, inputs.size());
    }

    private void checkOutputDirectory() throws MojoExecutionException {
        File existing = outputDirectory;
        while (existing != null && !existing.exists()) {
            existing = existing.getParentFile();
        }
        if (existing == null || !existing.isDirectory() || !existing.canWrite()) {
            throw new MojoExecutionException("cannot write to " + outputDirectory + ": " + existing
                    + " is not a writable directory. Choose another with <outputDirectory> (mewe.outputDirectory)");
        }
    }

    private List<Input> inputs() throws MojoFailureException {
        var finder = new InputFinder(
                parameters.project(), parameters.directories().buildDirectory(), outputDirectory.toPath());
        return parameters.input == null ? finder.ofProject() : finder.at(parameters.input);
    }

    private FileDiversification diversification(List<Input> inputs) {
        int threads = Runtime.getRuntime().availableProcessors();
        Path directory = outputDirectory.toPath();
        if (!parameters.fork) {
            return new FileDiversifier(new Diversifier(threads, directory));
        }
        long largest = inputs.stream()
                .mapToLong(input -> input.file().toFile().length())
                .max()
                .orElse(0);
        return new ForkedDiversifier(threads, directory, largest, parameters.jvmArguments);
    }

    private List<Outcome> diversify(Input input, FileDiversification files) throws MojoExecutionException {
        List<OutputFiles> outputs = names.of(input);
        log.start();
        try {
            return files.population(
                    input.file(),
                    outputs,
                    request.withProfile(profiles.read(input)),
                    new LoggedProgress(parameters.getLog()));
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read " + input.file() + " or write "
                            + outputs.get(0).binary() + ": " + e
                            + ". Check <input> (mewe.input), <profile> (mewe.profile) and <outputDirectory>"
                            + " (mewe.outputDirectory)",
                    e);
        }
    }

    private void attach(Input input, boolean isOneOfSeveral) {
        if (!parameters.attach) {
            return;
        }
        List<OutputFiles> outputs = names.of(input);
        for (int i = 0; i < outputs.size(); i++) {
            String classifier = names.attachedClassifier(input, i, isOneOfSeveral);
            attacher.attach("wasm", classifier, outputs.get(i).binary().toFile());
            attacher.attach("json", classifier, outputs.get(i).manifest().toFile());
        }
    }

    private static void fail(List<String> failures, int inputs) throws MojoFailureException {
        if (!failures.isEmpty()) {
            String summary = inputs == 1 ? "" : failures.size() + " of " + inputs + " modules failed:\n  ";
            throw new MojoFailureException(summary + String.join("\n  ", failures));
        }
    }
}
