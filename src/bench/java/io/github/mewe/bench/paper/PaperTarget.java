package io.github.mewe.bench.paper;

import static io.github.mewe.bench.Figures.fixed;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A target that the services must meet.
 *
 * @param text the target and the measured figure
 */
record PaperTarget(boolean met, String text) {
    /**
     * The targets.
     *
     * @param services the services, diversified with a profile
     * @param unprofiled the same services, diversified without one
     */
    static List<PaperTarget> of(List<PaperMeasurement> services, List<PaperMeasurement> unprofiled) {
        return List.of(
                atLeast(
                        services,
                        "diversified share of the functions of " + PaperMeasurement.ELIGIBLE_INSTRUCTIONS
                                + " instructions or more",
                        0.9,
                        PaperMeasurement::eligibleShare),
                atLeast(services, "R", 0.99, service -> service.traces().uniqueRatio()),
                atLeast(services, "E over its ceiling", 0.95, PaperMeasurement::ofCeiling),
                atMost(services, "slow-down of a request", 1.25, PaperMeasurement::slowDown),
                atLeast(unprofiled, "bits per run without a profile", 40, PaperMeasurement::bits),
                atMost(unprofiled, "slow-down of a request without a profile", 1.25, PaperMeasurement::slowDown));
    }

    private static PaperTarget atLeast(
            List<PaperMeasurement> services, String figure, double target, ToDoubleFunction<PaperMeasurement> value) {
        double least = services.stream().mapToDouble(value).min().orElseThrow();
        return target(figure + ": at least " + target, "lowest", least, least >= target);
    }

    private static PaperTarget atMost(
            List<PaperMeasurement> services, String figure, double target, ToDoubleFunction<PaperMeasurement> value) {
        double most = services.stream().mapToDouble(value).max().orElseThrow();
        return target(figure + ": at most " + target, "highest", most, most <= target);
    }

    private static PaperTarget target(String goal, String extreme, double value, boolean met) {
        return new PaperTarget(
                met, goal + ". " + (met ? "Met" : "**Not met**") + ": the " + extreme + " is " + fixed(value, 3) + ".");
    }
}
