package io.github.mewe.report;

import java.util.List;
import java.util.Map;

/**
 * How diverse a multivariant binary was measured to be. Its JSON form is described by
 * {@code docs/reference/measurement.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param pluginVersion the version of the plugin
 * @param binary the name of the multivariant binary
 * @param binarySha256 the hash of its bytes, in hexadecimal
 * @param statics what is seen in the binary itself
 * @param exposure what an attacker can still count on
 * @param dynamics what is seen in runs, for each invocation
 * @param times what runs take, for each invocation
 * @param frontier diversity against overhead, at several budgets
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
     * What is seen in the binary itself.
     *
     * @param functions the number of defined functions of the input
     * @param eligible how many of them have 10 instructions or more
     * @param diversified how many have variants
     * @param variants the number of variants
     * @param distinct how many of them are distinct from their originals and siblings as WebAssembly
     * @param machineCode how many are distinct in machine code; null if no engine was there
     * @param distances the distribution of the distances between two bodies of one function
     * @param inputBytes the size of the input
     * @param outputBytes the size of the binary
     * @param functionEntries what is seen in each function that has variants
     * @param diversifiedEligible how many of the eligible functions have variants
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
     * Variants as machine code.
     *
     * @param engine the engine that compiled them
     * @param variants how many variants the engine compiled
     * @param distinct how many of them are distinct from their originals and siblings
     */
    public record MachineCode(String engine, int variants, int distinct) {}

    /**
     * What is seen in a function that has variants.
     *
     * @param name its name
     * @param index its index in the input
     * @param bodies the number of distinct bodies that are chosen from
     * @param entropy the entropy of one choice of its dispatcher, in bits
     * @param distance the mean distance between two of its bodies, from 0 to 1
     * @param commonSequences the share of its instruction sequences that all bodies have in common, from 0 to 1
     */
    public record FunctionEntry(
            String name, int index, int bodies, double entropy, double distance, double commonSequences) {}

    /**
     * A distribution.
     *
     * @param count the number of values
     * @param mean their mean
     * @param quantiles from the minimum to the maximum, in steps of a twentieth: 21 values
     */
    public record Distribution(long count, double mean, List<Double> quantiles) {}

    /**
     * What an attacker can still count on.
     *
     * @param sameOffset the share of the original's code bytes that are at the same offset in the binary
     * @param commonSequences for each length of instruction sequences, the share of the originals' sequences that all
     *     bodies of their function have
     */
    public record Exposure(double sameOffset, Map<Integer, Double> commonSequences) {}

    /**
     * What is seen in runs of an invocation, each with a fresh seed.
     *
     * @param invocation what was called, with its arguments
     * @param runs the number of runs
     * @param failure why it could not be measured; null if it was
     * @param traceLength the distribution of the numbers of bodies entered in a run
     * @param choices the distribution of the numbers of choices that were drawn in a run
     * @param dispatchers how many distinct functions with variants were reached
     * @param uniqueRatio R: the number of distinct traces over the number of runs
     * @param entropy E: the entropy of the traces, normalised by the logarithm of the number of runs
     * @param ceiling the highest E that can be had with that many runs and paths
     * @param pathBits the logarithm to base 2 of the number of paths in the static call graph from what was called
     * @param runsUntilRepeat how many runs an observer needs to expect to see a trace again; null if it cannot be told
     * @param picture the first runs' traces: for each run, the number of each of the first bodies that it entered
     * @param traceBits the logarithm to base 2 of the number of possible traces, by the choices that the runs drew
     * @param expectedEntropy the E that so many runs have on average where all possible traces are equally likely
     * @param repeatFrom what {@code runsUntilRepeat} is told from: {@code repetitions} among the runs, or, where there
     *     was none, the {@code choices} that they drew; null if it cannot be told
     */
    public record Dynamics(
            String invocation,
            int runs,
            String failure,
            Distribution traceLength,
            Distribution choices,
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
     * What runs of an invocation take, original and multivariant in turn.
     *
     * @param invocation what was called, with its arguments
     * @param engine the engine
     * @param failure why it could not be measured; null if it was
     * @param original the times of the original, in microseconds
     * @param multivariant the times of the multivariant binary, in microseconds
     * @param ratio the ratio of the medians
     * @param low the lower end of its 95 % confidence interval
     * @param high the upper end
     * @param mannWhitneyU U of the two samples
     * @param pValue the probability of such a U where both come from one distribution
     * @param originalStart the time from the bytes to the end of the first call, of the original, in microseconds
     * @param multivariantStart the same of the multivariant binary
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
     * What a budget would buy.
     *
     * @param maxOverhead the budget
     * @param predicted the predicted running time over the original's
     * @param atEachCall how many functions choose at each call
     * @param onceAnInstance how many choose once an instance
     * @param bound how many have their direct calls bound
     * @param bitsPerRun the entropy that a run draws, in bits: recorded if there is a profile, else guessed
     */
    public record Budgeted(
            double maxOverhead, double predicted, int atEachCall, int onceAnInstance, int bound, double bitsPerRun) {}
}
