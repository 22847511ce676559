package io.github.mewe.maven;

import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.VerificationDriver;
import io.github.mewe.engine.verification.VerificationRequest;
import java.io.File;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <verify>}. */
public final class Verify {
    private Integer inputs;
    private Integer seeds;
    private Integer exportInputs;
    private Integer timeSeconds;
    private File driver;
    private String node;

    /** Resolves the request. Takes the value of a missing element from its property or default. */
    VerificationRequest resolve(
            int defaultInputs,
            int defaultSeeds,
            int defaultExportInputs,
            int defaultTimeSeconds,
            Optional<String> seed,
            ConfiguredRuns runs)
            throws MojoFailureException {
        return new VerificationRequest(
                within("inputs", inputs == null ? defaultInputs : inputs, 1, 1_000_000),
                within("seeds", seeds == null ? defaultSeeds : seeds, 1, 10_000),
                within("exportInputs", exportInputs == null ? defaultExportInputs : exportInputs, 0, 100_000),
                Duration.ofSeconds(
                        within("timeSeconds", timeSeconds == null ? defaultTimeSeconds : timeSeconds, 1, 1_000_000)),
                seed,
                runs);
    }

    /**
     * Resolves the driver. Takes the value of a missing element from its property or default.
     *
     * @param defaultDriver the script; null for none
     */
    Optional<VerificationDriver> driver(File defaultDriver, String defaultNode) throws MojoFailureException {
        File script = driver == null ? defaultDriver : driver;
        if (script == null) {
            return Optional.empty();
        }
        if (!script.isFile()) {
            throw new MojoFailureException("<verify><driver> (mewe.verify.driver) is " + script
                    + ", which is not a file; it must be a Node" + " script");
        }
        return Optional.of(new VerificationDriver(script.toPath(), node == null ? defaultNode : node));
    }

    private static int within(String element, int value, int least, int most) throws MojoFailureException {
        if (value < least || value > most) {
            throw new MojoFailureException("<verify><" + element + "> (mewe.verify." + element + ") is " + value
                    + "; it must be from " + least + " to " + most);
        }
        return value;
    }
}
