package io.github.mewe.engine.measurement;

import io.github.mewe.report.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How diverse a binary has to be. A requirement of something that was not measured is not met.
 *
 * @param limits the limits, by what is limited
 */
public record MeasurementRequirements(Map<Limit, Double> limits) {
    /** Copies the map. */
    public MeasurementRequirements {
        limits = Map.copyOf(limits);
    }

    /** What can be required, each with its XML element's name. */
    public enum Limit {
        /** The least E of each invocation. */
        ENTROPY(
                "entropy",
                "more choices where the invocation comes by: raise <budget><maxOverhead>, or set"
                        + " <granularity> to call for its functions"),
        /** The least E of each invocation over its ceiling. */
        CEILING_SHARE("ceilingShare", "choices that are more evenly likely: leave <weights> out"),
        /** The least R of each invocation. */
        UNIQUE_RATIO(
                "uniqueRatio",
                "more choices where the invocation comes by: raise <budget><maxOverhead>, or set"
                        + " <granularity> to call for its functions"),
        /** The least share of the eligible functions that have variants. */
        DIVERSIFIED(
                "diversified",
                "more functions with variants: raise <budget><maxGrowth>, and look at <excludes>;"
                        + " the manifest says why a function has none"),
        /** The least share of the variants that are distinct as WebAssembly. */
        DISTINCT("distinct", "the variants as they were made: was the binary optimised after diversify?"),
        /** The least share of the variants that are distinct in machine code. */
        MACHINE_CODE("machineCode", "stronger strategies: leave <strategies> out"),
        /** The least mean distance between two bodies of a function. */
        DISTANCE("distance", "variants that differ more: raise <budget><maxVariantCost> and <budget><maxGrowth>"),
        /** The most of the original's code at its old offset. */
        MAX_SAME_OFFSET("maxSameOffset", "code that moves: diversify more functions"),
        /** The most sequences of five instructions that all bodies have in common. */
        MAX_COMMON_SEQUENCES(
                "maxCommonSequences",
                "more and stronger variants: raise <budget><variants> and" + " <budget><maxVariantCost>"),
        /** The most that the binary may be larger than the input. */
        MAX_SIZE_RATIO("maxSizeRatio", "a smaller <budget><maxGrowth>"),
        /** The longest time of each invocation over the original's: what its confidence interval says at the least. */
        MAX_OVERHEAD_RATIO(
                "maxOverheadRatio",
                "cheaper choices: record a profile with mewe:profile, or lower" + " <budget><maxOverhead>");

        private final String element;
        private final String remedy;

        Limit(String element, String remedy) {
            this.element = element;
            this.remedy = remedy;
        }

        /** The name of its XML element, and behind {@code mewe.measure.require.} of its property. */
        public String element() {
            return element;
        }

        private boolean isMost() {
            return element.startsWith("max");
        }
    }

    /** The length of the sequences that the limit is about. */
    private static final int SEQUENCE = 5;

    /**
     * What a measurement does not meet.
     *
     * @return a message for each, with the limit, the value and what to do
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
                    missing(limit, "there was no Node to compile the variants, or it refused the binary", messages);
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
            missing(limit, "no run was made: say what with <invocations> or <start>", messages);
        }
        for (Measurement.Dynamics run : measurement.dynamics()) {
            if (run.failure() != null) {
                missing(limit, run.invocation() + " could not be measured: " + run.failure(), messages);
            } else {
                value(limit, bound, figure.applyAsDouble(run), " of " + run.invocation(), messages);
            }
        }
    }

    private static void times(Limit limit, double bound, Measurement measurement, List<String> messages) {
        if (measurement.times().isEmpty()) {
            missing(
                    limit,
                    "no times were taken: say of what with <invocations> or <start>, and leave <measure><timeRuns>"
                            + " (mewe.measure.timeRuns) above 0",
                    messages);
        }
        for (Measurement.Times times : measurement.times()) {
            if (times.failure() != null) {
                missing(limit, times.invocation() + " could not be timed: " + times.failure(), messages);
            } else {
                // What noise alone may explain shall not fail a build.
                value(
                        limit,
                        bound,
                        times.low(),
                        " of " + times.invocation() + ", at the lower end of the 95 % confidence interval",
                        messages);
            }
        }
    }

    private static void value(Limit limit, double bound, double value, String of, List<String> messages) {
        if (limit.isMost() ? value > bound : value < bound) {
            messages.add(String.format(
                    Locale.ROOT,
                    "%s is required to be %s %s, and is %.4g%s. It needs %s",
                    named(limit),
                    limit.isMost() ? "at most" : "at least",
                    bound,
                    value,
                    of,
                    limit.remedy));
        }
    }

    private static void missing(Limit limit, String why, List<String> messages) {
        messages.add(named(limit) + " is required, and was not measured: " + why);
    }

    private static String named(Limit limit) {
        return "<require><" + limit.element + "> (mewe.measure.require." + limit.element + ")";
    }
}
