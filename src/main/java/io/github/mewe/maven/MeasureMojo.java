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
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Measures the diversity of multivariant binaries, in their code and in their runs, and their overhead. Writes
 * {@code NAME-measurement.json} beside each binary, and fails the build if a requirement is not met.
 */
@Mojo(name = "measure", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true, requiresProject = false)
public final class MeasureMojo extends BinaryGoal {
    /**
     * The profile that {@code diversify} used, for predictions at other budgets: a file, or a directory that contains
     * {@code NAME.profile.json}. By default, the directory {@code src/main/mewe}.
     */
    @Parameter(property = "mewe.profile")
    private File profile;

    /**
     * The extent of the measurement. {@code runs}: the traced runs of each invocation. {@code timeRuns}: its timed
     * runs; 0 for none. {@code timeSeconds}: the time limit of the timed runs. {@code machineCode}: compares the
     * variants' machine code. {@code node}: the Node command, or {@code none}.
     */
    @Parameter
    private Measure measure = new Measure();

    /** The same as {@code measure/runs}, for the command line. */
    @Parameter(property = "mewe.measure.runs", defaultValue = "" + MeasurementRequest.RUNS)
    private int runs;

    /** The same as {@code measure/timeRuns}, for the command line; 0 for none. */
    @Parameter(property = "mewe.measure.timeRuns", defaultValue = "" + MeasurementRequest.TIME_RUNS)
    private int timeRuns;

    /** The same as {@code measure/timeSeconds}, for the command line. */
    @Parameter(property = "mewe.measure.timeSeconds", defaultValue = "" + MeasurementRequest.TIME_SECONDS)
    private int timeSeconds;

    /** The same as {@code measure/machineCode}, for the command line. */
    @Parameter(property = "mewe.measure.machineCode", defaultValue = "true")
    private boolean machineCode;

    /** The same as {@code measure/node}, for the command line: a command, or {@code none}. */
    @Parameter(property = "mewe.measure.node", defaultValue = "node")
    private String node;

    /**
     * The figures that the build requires. Minimums: {@code entropy}, {@code ceilingShare}, {@code uniqueRatio},
     * {@code diversified}, {@code distinct}, {@code machineCode}, {@code distance}. Maximums: {@code maxSameOffset},
     * {@code maxCommonSequences}, {@code maxSizeRatio}, {@code maxOverheadRatio}.
     */
    @Parameter
    private Require require = new Require();

    private final ProfileFiles profiles = new ProfileFiles();

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        MeasurementRequirements requirements = require.resolve(this::property);
        List<RunPlan> plans = plans();
        var failures = new ArrayList<String>();
        try {
            var measurer = new FileMeasurer(new Measurer(outputDirectory().toPath()));
            BinaryFinder places = binaries();
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
        String given = session().getUserProperties().getProperty(name);
        return given == null ? project().getProperties().getProperty(name) : given;
    }

    private List<RunPlan> plans() throws MojoFailureException {
        var plans = new ArrayList<RunPlan>();
        start().ifPresent(program -> plans.add(new RunPlan(Optional.of(program), List.of())));
        invocations().forEach(call -> plans.add(new RunPlan(Optional.empty(), List.of(call))));
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
            FileMeasurer.Outcome outcome = measurer.measure(
                    file,
                    originals,
                    new MeasurementRequest(
                            plans,
                            measure.runs(runs),
                            new MeasurementRequest.Timing(
                                    measure.timeRuns(timeRuns), Duration.ofSeconds(measure.timeSeconds(timeSeconds))),
                            Optional.ofNullable(measure.node(node)).filter(command -> !command.equals("none")),
                            measure.machineCode(machineCode),
                            profile(measurer, file)),
                    step -> getLog().debug(step));
            new MeasurementLog(getLog()).report(outcome);
            requirements
                    .unmet(outcome.measurement())
                    .forEach(message -> failures.add(outcome.measurement().binary() + ": " + message));
        } catch (VerificationException | ProfileException e) {
            failures.add(e.getMessage());
        } catch (DiversificationException e) {
            failures.add(file + ": " + e.getMessage());
        }
    }

    private Optional<RecordedProfile> profile(FileMeasurer measurer, Path file) throws IOException {
        Optional<String> name = measurer.profiled(file);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path place =
                new ProfileLocation(profile, directories().profileDirectory()).of(new Input(file, Path.of(name.get())));
        if (!Files.isRegularFile(place)) {
            getLog().warn("Profile " + place
                    + " not found; budget trade-offs are estimates. Name the profile that mewe:diversify"
                    + " used with <profile> (mewe.profile)");
            return Optional.empty();
        }
        return Optional.of(profiles.read(place));
    }
}
