package io.github.mewe.maven;

import io.github.mewe.engine.measurement.MeasurementRequest;
import java.io.File;
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
    File profile;

    /**
     * The extent of the measurement. {@code runs}: the traced runs of each invocation. {@code timeRuns}: its timed
     * runs; 0 for none. {@code timeSeconds}: the time limit of the timed runs. {@code machineCode}: compares the
     * variants' machine code. {@code node}: the Node command, or {@code none}.
     */
    @Parameter
    Measure measure = new Measure();

    /** The same as {@code measure/runs}, for the command line. */
    @Parameter(property = "mewe.measure.runs", defaultValue = "" + MeasurementRequest.RUNS)
    int runs;

    /** The same as {@code measure/timeRuns}, for the command line; 0 for none. */
    @Parameter(property = "mewe.measure.timeRuns", defaultValue = "" + MeasurementRequest.TIME_RUNS)
    int timeRuns;

    /** The same as {@code measure/timeSeconds}, for the command line. */
    @Parameter(property = "mewe.measure.timeSeconds", defaultValue = "" + MeasurementRequest.TIME_SECONDS)
    int timeSeconds;

    /** The same as {@code measure/machineCode}, for the command line. */
    @Parameter(property = "mewe.measure.machineCode", defaultValue = "true")
    boolean machineCode;

    /** The same as {@code measure/node}, for the command line: a command, or {@code none}. */
    @Parameter(property = "mewe.measure.node", defaultValue = "node")
    String node;

    /**
     * The figures that the build requires. Minimums: {@code entropy}, {@code ceilingShare}, {@code uniqueRatio},
     * {@code diversified}, {@code distinct}, {@code machineCode}, {@code distance}. Maximums: {@code maxSameOffset},
     * {@code maxCommonSequences}, {@code maxSizeRatio}, {@code maxOverheadRatio}.
     */
    @Parameter
    Require require = new Require();

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        new MeasurementRun(this).run();
    }
}
