package io.github.mewe.engine.measurement;

import io.github.mewe.report.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The minimum diversity and the maximum overhead of a binary. A requirement on an unmeasured figure counts as unmet.
 *
 * @param limits the bound of each limited figure
 */
public record MeasurementRequirements(Map<Limit, Double> limits) {
    /** Copies the map. */
    public MeasurementRequirements {
        limits = Map.copyOf(limits);
    }

    private static final String MORE_CHOICES =
            "Raise <budget><maxOverhead> (mewe.maxOverhead), or set <granularity> (mewe.granularity) to call for the"
                    + " functions that the invocation runs";

    /** The figures that a build can limit. */
    public enum Limit {
        /** The minimum E of each invocation. */
        ENTROPY("entropy", MORE_CHOICES),
        /** The minimum ratio of E to its ceiling for each invocation. */
        CEILING_SHARE("ceilingShare", "Remove <weights>, so that all choices are equally likely"),
        /** The minimum R of each invocation. */
        UNIQUE_RATIO("uniqueRatio", MORE_CHOICES),
        /** The minimum share of the eligible functions that have variants. */
        DIVERSIFIED(
                "diversified",
                "Raise <budget><coverage> (mewe.coverage) and <budget><maxGrowth> (mewe.maxGrowth), and check <excludes>"
                        + " (mewe.excludes); the manifest gives the reason for each function without variants"),
        /** The minimum share of the variants that are distinct as WebAssembly. */
        DISTINCT("distinct", "Check that no optimizer processes the binary after mewe:diversify"),
        /** The minimum share of the variants that are distinct in machine code. */
        MACHINE_CODE("machineCode", "Remove <strategies> (mewe.strategies), so that all strategies apply"),
        /** The minimum mean distance between two bodies of a function. */
        DISTANCE(
                "distance",
                "Raise <budget><maxVariantCost> (mewe.maxVariantCost) and <budget><maxGrowth> (mewe.maxGrowth)"),
        /** The maximum share of the original's code at its old offset. */
        MAX_SAME_OFFSET(
                "maxSameOffset",
                "Raise <budget><coverage> (mewe.coverage) and <budget><maxGrowth> (mewe.maxGrowth), and check <excludes>"
                        + " (mewe.excludes), so that more code moves"),
        /** The maximum share of sequences of five instructions that all bodies have in common. */
        MAX_COMMON_SEQUENCES(
                "maxCommonSequences",
                "Raise <budget><variants> (mewe.variants) and <budget><maxVariantCost> (mewe.maxVariantCost)"),
        /** The maximum ratio of the binary's size to the input's. */
        MAX_SIZE_RATIO(
                "maxSizeRatio",
                "Set <budget><size> (mewe.size) to 'small', or lower <budget><variants> (mewe.variants)"),
        /**
         * The maximum ratio of each invocation's time to the original's, at the lower end of its confidence interval.
         */
        MAX_OVERHEAD_RATIO(
                "maxOverheadRatio",
                "Record a profile with mewe:profile, or lower <budget><maxOverhead> (mewe.maxOverhead)");

        private final String element;
        private final String remedy;

        Limit(String element, String remedy) {
            this.element = element;
            this.remedy = remedy;
        }

        /** The name of the XML element; the property is this name after {@code mewe.measure.require.}. */
        public String element() {
            return element;
        }

        private boolean isMost() {
            return element.startsWith("max");
        }
    }

    /** The length of the sequences for {@link Limit#MAX_COMMON_SEQUENCES}. */
    private static final int SEQUENCE = 5;

    /**
     * Finds the requirements that a measurement does not meet.
     *
     * @return a message for each, with the bound, the value and the remedy
     */
    public List<String> unmet(Measurement measurement) {
        var messages = new ArrayList<String>();
        new TreeMap<>(limits).forEach((limit, bound) -> check(limit, bound, measurement, messages));
        return messages;
    }

    private static void check(Limit limit, double bound, Measurement measurement, List<String> messages) {
        Measurement.Statics statics = measurement.statics();
        switch (limit) {
            case ENTROPY -> runs(limit, bound, measurement, Measurement.Dynamics::entropy, messages);
            case CEILING_SHARE ->
                runs(
                        limit,
                        bound,
                        measurement,
                        run -> run.ceiling() == 0 ? 0 : run.entropy() / run.ceiling(),
                        messages);
            case UNIQUE_RATIO -> runs(limit, bound, measurement, Measurement.Dynamics::uniqueRatio, messages);
            case DIVERSIFIED ->
                value(limit, bound, share(statics.diversifiedEligible(), statics.eligible()), "", messages);
            case DISTINCT -> value(limit, bound, share(statics.distinct(), statics.variants()), "", messages);
            case MACHINE_CODE -> {
                if (statics.machineCode() == null) {
                    missing(
                            limit,
                            "machine code was not compared. Set <measure><machineCode> (mewe.measure.machineCode) to true and"
                                    + " <measure><node> (mewe.measure.node) to a command of Node that can compile the binary",
                            messages);
                } else {
                    value(
                            limit,
                            bound,
                            share(
                                    statics.machineCode().distinct(),
                                    statics.machineCode().variants()),
                            "",
                            messages);
                }
            }
            case DISTANCE ->
                value(
                        limit,
                        bound,
                        statics.distances() == null ? 0 : statics.distances().mean(),
                        "",
                        messages);
            case MAX_SAME_OFFSET -> value(limit, bound, measurement.exposure().sameOffset(), "", messages);
            case MAX_COMMON_SEQUENCES ->
                value(limit, bound, measurement.exposure().commonSequences().get(SEQUENCE), "", messages);
            case MAX_SIZE_RATIO ->
                value(limit, bound, share(statics.outputBytes(), statics.inputBytes()), "", messages);
            case MAX_OVERHEAD_RATIO -> times(limit, bound, measurement, messages);
        }
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static void runs(
            Limit limit,
            double bound,
            Measurement measurement,
            ToDoubleFunction<Measurement.Dynamics> figure,
            List<String> messages) {
        if (measurement.dynamics().isEmpty()) {
            missing(limit, "configure <invocations> or <start>", messages);
        }
        for (Measurement.Dynamics run : measurement.dynamics()) {
            if (run.failure() != null) {
                missing(limit, run.invocation() + " could not be measured: " + run.failure(), messages);
            } else {
                value(limit, bound, figure.applyAsDouble(run), " for " + run.invocation(), messages);
            }
        }
    }

    private static void times(Limit limit, double bound, Measurement measurement, List<String> messages) {
        if (measurement.times().isEmpty()) {
            missing(
                    limit,
                    "configure <invocations> or <start>, and set <measure><timeRuns> (mewe.measure.timeRuns) above"
                            + " 0",
                    messages);
        }
        for (Measurement.Times times : measurement.times()) {
            if (times.failure() != null) {
                missing(limit, times.invocation() + " could not be timed: " + times.failure(), messages);
            } else {
                // Noise alone must not fail a build.
                value(
                        limit,
                        bound,
                        times.low(),
                        " for " + times.invocation() + ", at the lower end of the 95 % confidence interval",
                        messages);
            }
        }
    }

    private static void value(Limit limit, double bound, double value, String of, List<String> messages) {
        if (limit.isMost() ? value > bound : value < bound) {
            messages.add(String.format(
                    Locale.ROOT,
                    "%s must be %s %s, but is %.4g%s. %s",
                    named(limit),
                    limit.isMost() ? "at most" : "at least",
                    bound,
                    value,
                    of,
                    limit.remedy));
        }
    }

    private static void missing(Limit limit, String why, List<String> messages) {
        messages.add(named(limit) + " was not measured: " + why);
    }

    private static String named(Limit limit) {
        return "<require><" + limit.element + "> (mewe.measure.require." + limit.element + ")";
    }
}
