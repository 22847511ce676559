package io.github.mewe.maven;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.measurement.FileMeasurer;
import io.github.mewe.engine.measurement.MeasurementRequest;
import io.github.mewe.engine.measurement.MeasurementRequirements;
import io.github.mewe.engine.measurement.Measurer;
import io.github.mewe.engine.profiling.ProfileFiles;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** One execution of the goal {@code measure}: measures each binary, and checks the requirements. */
final class MeasurementRun {
    private final MeasureMojo parameters;
    private final ProfileFiles profiles = new ProfileFiles();

    MeasurementRun(MeasureMojo parameters) {
        this.parameters = parameters;
    }

    void run() throws MojoExecutionException, MojoFailureException {
        MeasurementRequirements requirements = parameters.require.resolve(this::property);
        List<RunPlan> plans = plans();
        var failures = new ArrayList<String>();
        try {
            var measurer =
                    new FileMeasurer(new Measurer(parameters.outputDirectory().toPath()));
            BinaryFinder places = parameters.binaries();
            for (Path file : places.manifests()) {
                measure(measurer, file, places.originals(), plans, requirements, failures);
            }
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read or write a file, or cannot run Node: " + e
                            + ". Check <manifest> (mewe.manifest), <input>"
                            + " (mewe.input), <outputDirectory> (mewe.outputDirectory) and <measure><node>"
                            + " (mewe.measure.node)",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while Node was running", e);
        }
        if (!failures.isEmpty()) {
            throw new MojoFailureException(String.join("\n  ", failures));
        }
    }

    private String property(String name) {
        String given = parameters.session().getUserProperties().getProperty(name);
        return given == null ? parameters.project().getProperties().getProperty(name) : given;
    }

    private List<RunPlan> plans() throws MojoFailureException {
        var plans = new ArrayList<RunPlan>();
        parameters.start().ifPresent(program -> plans.add(new RunPlan(Optional.of(program), List.of())));
        parameters.invocations().forEach(call -> plans.add(new RunPlan(Optional.empty(), List.of(call))));
        return plans;
    }

    private void measure(
            FileMeasurer measurer,
            Path file,
            List<Path> originals,
            List<RunPlan> plans,
            MeasurementRequirements requirements,
            List<String> failures)
            throws IOException, InterruptedException, MojoFailureException {
        try {
            List<FileMeasurer.Outcome> outcomes = measurer.measure(
                    file,
                    originals,
                    request(plans, profile(measurer, file)),
                    step -> parameters.getLog().debug(step));
            for (FileMeasurer.Outcome outcome : outcomes) {
                new MeasurementLog(parameters.getLog()).report(outcome);
                requirements
                        .unmet(outcome.measurement())
                        .forEach(message -> failures.add(outcome.measurement().binary() + ": " + message));
            }
            if (outcomes.isEmpty()) {
                parameters.getLog().info("Nothing to measure: " + file + " lists no diversified core module");
            }
        } catch (VerificationException | ProfileException e) {
            failures.add(e.getMessage());
        } catch (DiversificationException e) {
            failures.add(file + ": " + e.getMessage());
        }
    }

    private MeasurementRequest request(List<RunPlan> plans, Optional<RecordedProfile> profile)
            throws MojoFailureException {
        Measure measure = parameters.measure;
        var timing = new MeasurementRequest.Timing(
                measure.timeRuns(parameters.timeRuns), Duration.ofSeconds(measure.timeSeconds(parameters.timeSeconds)));
        return new MeasurementRequest(
                plans,
                measure.runs(parameters.runs),
                timing,
                Optional.ofNullable(measure.node(parameters.node)).filter(command -> !command.equals("none")),
                measure.machineCode(parameters.machineCode),
                profile);
    }

    private Optional<RecordedProfile> profile(FileMeasurer measurer, Path file) throws IOException {
        Optional<String> name = measurer.profiled(file);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path place = new ProfileLocation(
                        parameters.profile, parameters.directories().profileDirectory())
                .of(new Input(file, Path.of(name.get())));
        if (!Files.isRegularFile(place)) {
            parameters
                    .getLog()
                    .warn("Profile " + place
                            + " not found; budget trade-offs are estimates. Name the profile that mewe:diversify"
                            + " used with <profile> (mewe.profile)");
            return Optional.empty();
        }
        return Optional.of(profiles.read(place));
    }
}
