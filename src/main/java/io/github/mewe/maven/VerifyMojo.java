package io.github.mewe.maven;

import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.FileVerifier;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.report.Verification;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Verifies that multivariant binaries are equivalent to their originals: executes each variant alone, and compares
 * whole runs. Fails the build if one diverges, and names the function and the variant.
 */
@Mojo(name = "verify", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true, requiresProject = false)
public final class VerifyMojo extends BinaryGoal {
    /**
     * The extent of the verification. {@code inputs}: the number of inputs per variant. {@code seeds}: the number of
     * seeds for whole runs. {@code exportInputs}: the number of argument lists per export. {@code timeSeconds}: the
     * time limit. {@code driver}: a Node script that gets the path of a module as its argument and prints a result,
     * which must be the same for the original and the binary. {@code node}: the Node command for the driver.
     */
    @Parameter
    private Verify verify = new Verify();

    /** The same as {@code verify/inputs}, for the command line. */
    @Parameter(property = "mewe.verify.inputs", defaultValue = "" + VerificationRequest.INPUTS)
    private int inputs;

    /** The same as {@code verify/seeds}, for the command line. */
    @Parameter(property = "mewe.verify.seeds", defaultValue = "" + VerificationRequest.SEEDS)
    private int seeds;

    /** The same as {@code verify/exportInputs}, for the command line. */
    @Parameter(property = "mewe.verify.exportInputs", defaultValue = "" + VerificationRequest.EXPORT_INPUTS)
    private int exportInputs;

    /** The same as {@code verify/timeSeconds}, for the command line. */
    @Parameter(property = "mewe.verify.timeSeconds", defaultValue = "" + VerificationRequest.SECONDS)
    private int timeSeconds;

    /** The same as {@code verify/driver}, for the command line. */
    @Parameter(property = "mewe.verify.driver")
    private File driver;

    /** The same as {@code verify/node}, for the command line. */
    @Parameter(property = "mewe.verify.node", defaultValue = "node")
    private String node;

    /** The seed from which inputs and seeds are drawn: any text. By default, derived from the binary. */
    @Parameter(property = "mewe.verify.seed")
    private String verificationSeed;

    @Override
    void run() throws MojoExecutionException, MojoFailureException {
        VerificationRequest request = request();
        var failures = new ArrayList<String>();
        try {
            var verifier = new FileVerifier(new Verifier(
                    Runtime.getRuntime().availableProcessors(),
                    outputDirectory().toPath()));
            List<Path> manifests = binaries().manifests();
            for (Path file : manifests) {
                verify(verifier, file, request, failures);
            }
        } catch (EnvironmentException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    "cannot read or write a file: " + e + ". Check <manifest> (mewe.manifest), <input> (mewe.input) and"
                            + " <outputDirectory> (mewe.outputDirectory)",
                    e);
        }
        if (!failures.isEmpty()) {
            throw new MojoFailureException(String.join("\n  ", failures));
        }
    }

    private VerificationRequest request() throws MojoFailureException {
        return verify.resolve(
                inputs,
                seeds,
                exportInputs,
                timeSeconds,
                Optional.ofNullable(verificationSeed).filter(text -> !text.isBlank()),
                new ConfiguredRuns(new RunPlan(start(), invocations()), verify.driver(driver, node)));
    }

    private void verify(FileVerifier verifier, Path file, VerificationRequest request, List<String> failures)
            throws IOException {
        try {
            List<FileVerifier.Outcome> outcomes =
                    verifier.verify(file, binaries().originals(), request, new LoggedVerification(getLog()));
            for (FileVerifier.Outcome outcome : outcomes) {
                Verification verification = outcome.verification();
                new VerificationLog(getLog()).report(verification, outcome.report());
                failures.addAll(VerificationLog.failures(verification, file, outcome.report()));
            }
            if (outcomes.isEmpty()) {
                getLog().info("Nothing to verify: " + file + " lists no diversified core module");
            }
        } catch (VerificationException e) {
            getLog().debug(e);
            failures.add(e.getMessage());
        }
    }
}
