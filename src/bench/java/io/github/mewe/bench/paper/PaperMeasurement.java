package io.github.mewe.bench.paper;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.Optional;

/**
 * The measurement of a service, diversified with a profile or without one.
 *
 * @param verification its verification; empty without a profile
 * @param original the times of the original
 * @param multivariant the times of the multivariant binary
 */
record PaperMeasurement(
        PaperService service,
        Manifest manifest,
        Optional<Verification> verification,
        Measurement measurement,
        Times original,
        Times multivariant) {
    /** The least number of instructions of an eligible function. */
    static final int ELIGIBLE_INSTRUCTIONS = 10;

    /**
     * The output of times.mjs, in microseconds.
     *
     * @param request a request to one instance
     * @param start a new instance and its first request
     */
    record Times(double request, double start) {}

    Measurement.Dynamics traces() {
        return measurement.dynamics().get(0);
    }

    long eligible() {
        return manifest.functions().stream()
                .filter(function -> function.instructions() >= ELIGIBLE_INSTRUCTIONS)
                .count();
    }

    double eligibleShare() {
        long diversified = manifest.functions().stream()
                .filter(function -> function.instructions() >= ELIGIBLE_INSTRUCTIONS)
                .filter(function -> !function.variants().isEmpty())
                .count();
        return (double) diversified / eligible();
    }

    /** The mean entropy of a run's choices. */
    double bits() {
        return traces().bits().mean();
    }

    double slowDown() {
        return multivariant.request() / original.request();
    }

    double startSlowDown() {
        return multivariant.start() / original.start();
    }

    double ofCeiling() {
        return traces().entropy() / traces().ceiling();
    }

    int divergences() {
        return verification
                .map(Verification::divergences)
                .map(divergences -> divergences.size())
                .orElse(0);
    }

    long runs(String outcome) {
        return verification.orElseThrow().runs().stream()
                .filter(run -> run.outcome().equals(outcome))
                .count();
    }
}
