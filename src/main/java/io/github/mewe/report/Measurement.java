package io.github.mewe.report;

import java.util.List;
import java.util.Map;

/**
 * The measured diversity of a multivariant binary. The schema of its JSON form is
 * {@code docs/reference/measurement.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param binary the name of the multivariant binary
 * @param binarySha256 the hash of its bytes in hexadecimal
 * @param statics properties of the binary itself
 * @param exposure the code that an attacker can still rely on
 * @param dynamics the diversity of runs, for each invocation
 * @param times the run times, for each invocation
 * @param frontier predicted diversity and overhead at several budgets
 */
public record Measurement(
        int schemaVersion,
        String pluginVersion,
        String binary,
        String binarySha256,
        Statics statics,
        Exposure exposure,
        List<Dynamics> dynamics,
        List<Times> times,
        List<Budgeted> frontier) {
    /** The version of the JSON form that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Properties of the binary itself.
     *
     * @param functions the number of defined functions of the input
     * @param eligible the number of functions with 10 instructions or more
     * @param diversified the number of functions with variants
     * @param distinct the number of variants that differ in WebAssembly from their originals and siblings
     * @param machineCode the diversity of the machine code; null without a suitable engine
     * @param distances the distances between bodies of one function
     * @param functionEntries one entry per function with variants
     * @param diversifiedEligible the number of eligible functions with variants
     */
    public record Statics(
            int functions,
            int eligible,
            int diversified,
            int variants,
            int distinct,
            MachineCode machineCode,
            Distribution distances,
            long inputBytes,
            long outputBytes,
            List<FunctionEntry> functionEntries,
            int diversifiedEligible) {}

    /**
     * The diversity of the machine code.
     *
     * @param engine the compiler's name and version
     * @param variants the number of compiled variants
     * @param distinct the number of variants whose machine code differs from their originals' and siblings'
     */
    public record MachineCode(String engine, int variants, int distinct) {}

    /**
     * A function with variants.
     *
     * @param index its index in the input
     * @param bodies the number of bodies to choose from
     * @param entropy the entropy of one choice of its dispatcher, in bits
     * @param distance the mean distance between two bodies, from 0 to 1
     * @param commonSequences the share of its instruction sequences that all bodies contain, from 0 to 1
     */
    public record FunctionEntry(
            String name, int index, int bodies, double entropy, double distance, double commonSequences) {}

    /**
     * A distribution.
     *
     * @param count the number of values
     * @param quantiles the 21 quantiles from minimum to maximum in steps of 5 %
     */
    public record Distribution(long count, double mean, List<Double> quantiles) {}

    /**
     * The code that an attacker can still rely on.
     *
     * @param sameOffset the share of the original's code bytes at the same offset in the binary
     * @param commonSequences by length, the share of the originals' instruction sequences that all bodies of their
     *     function contain
     */
    public record Exposure(double sameOffset, Map<Integer, Double> commonSequences) {}

    /**
     * The diversity of runs of an invocation, each with a fresh seed.
     *
     * @param invocation the call and its arguments
     * @param runs the number of runs
     * @param failure why the measurement failed; null if it succeeded
     * @param traceLength the numbers of bodies entered per run
     * @param choices the numbers of choices drawn per run
     * @param bits the entropy of the choices drawn per run, in bits
     * @param dispatchers the number of distinct functions with variants that the runs reached
     * @param uniqueRatio R: the number of distinct traces divided by the number of runs
     * @param entropy E: the entropy of the traces divided by the logarithm of the number of runs
     * @param ceiling the maximum of E for this number of runs and paths
     * @param pathBits the binary logarithm of the number of paths in the static call graph from the called export
     * @param runsUntilRepeat the expected number of runs until a trace repeats; null if unknown
     * @param picture for each of the first runs, the numbers of the first bodies that it entered
     * @param traceBits the binary logarithm of the number of possible traces, from the choices that the runs drew
     * @param expectedEntropy the expected E of this many runs if all possible traces are equally likely
     * @param repeatFrom the source of {@code runsUntilRepeat}: {@code repetitions} among the runs or, without any, the
     *     {@code choices} that they drew; null if unknown
     */
    public record Dynamics(
            String invocation,
            int runs,
            String failure,
            Distribution traceLength,
            Distribution choices,
            Distribution bits,
            int dispatchers,
            double uniqueRatio,
            double entropy,
            double ceiling,
            double pathBits,
            Double runsUntilRepeat,
            List<List<Integer>> picture,
            double traceBits,
            double expectedEntropy,
            String repeatFrom) {}

    /**
     * The run times of an invocation, original and multivariant alternating, in microseconds.
     *
     * @param invocation the call and its arguments
     * @param failure why the measurement failed; null if it succeeded
     * @param ratio the ratio of the medians
     * @param low the lower end of the ratio's 95 % confidence interval
     * @param high the upper end of the interval
     * @param mannWhitneyU the statistic U of the two samples
     * @param pValue the probability of a U at least as extreme if both samples come from one distribution
     * @param originalStart the original's times from its bytes to the end of the first call
     * @param multivariantStart the same for the multivariant binary
     */
    public record Times(
            String invocation,
            String engine,
            String failure,
            Distribution original,
            Distribution multivariant,
            double ratio,
            double low,
            double high,
            double mannWhitneyU,
            double pValue,
            Distribution originalStart,
            Distribution multivariantStart) {}

    /**
     * The predicted effect of a budget.
     *
     * @param maxOverhead the budget
     * @param predicted the predicted run time relative to the original's
     * @param atEachCall the number of functions that choose per call
     * @param paced the number of functions whose choice is paced
     * @param oncePerInstance the number of functions that choose per instance
     * @param bound the number of functions with bound direct calls
     * @param bitsPerRun the entropy that a run draws, in bits: from the profile if there is one, else estimated
     */
    public record Budgeted(
            double maxOverhead,
            double predicted,
            int atEachCall,
            int paced,
            int oncePerInstance,
            int bound,
            double bitsPerRun) {}
}
