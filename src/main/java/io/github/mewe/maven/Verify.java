package io.github.mewe.maven;

import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.execution.RunPlan;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <verify>}. */
public final class Verify {
    private Integer inputs;
    private Integer seeds;
    private Integer exportInputs;
    private Integer timeSeconds;

    /** Resolves the request. Takes the value of a missing element from its property or default. */
    VerificationRequest resolve(
            int defaultInputs,
            int defaultSeeds,
            int defaultExportInputs,
            int defaultTimeSeconds,
            Optional<String> seed,
            RunPlan plan)
            throws MojoFailureException {
        return new VerificationRequest(
                within("inputs", inputs == null ? defaultInputs : inputs, 1, 1_000_000),
                within("seeds", seeds == null ? defaultSeeds : seeds, 1, 10_000),
                within("exportInputs", exportInputs == null ? defaultExportInputs : exportInputs, 0, 100_000),
                Duration.ofSeconds(
                        within("timeSeconds", timeSeconds == null ? defaultTimeSeconds : timeSeconds, 1, 1_000_000)),
                seed,
                plan);
    }

    private static int within(String element, int value, int least, int most) throws MojoFailureException {
        if (value < least || value > most) {
            throw new MojoFailureException("<verify><" + element + "> (mewe.verify." + element + ") is " + value
                    + "; it must be from " + least + " to " + most);
        }
        return value;
    }
}
