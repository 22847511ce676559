package io.github.mewe.report;

import java.util.List;

/**
 * The verification of a multivariant binary by execution and proof. The schema of its JSON form is
 * {@code docs/reference/verification.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param binary the name of the multivariant binary
 * @param binarySha256 the hash of its bytes in hexadecimal
 * @param seed the seed of the inputs
 * @param inputs the number of inputs for each variant
 * @param totals numbers of variants
 * @param functions the functions with variants, in order
 * @param runs compared runs of the whole module
 * @param divergences the differences found
 */
public record Verification(
        int schemaVersion,
        String pluginVersion,
        String binary,
        String binarySha256,
        String seed,
        int inputs,
        Totals totals,
        List<Function> functions,
        List<Run> runs,
        List<Divergence> divergences) {
    /** The version of the JSON form that this class writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * Numbers of variants.
     *
     * @param variants all variants
     * @param executed variants that were executed in isolation and behaved like their originals
     * @param proved variants that were proved equivalent for all inputs
     * @param provedByDerivation those among them whose derivations prove them
     * @param notExecuted variants that could not be executed
     * @param divergent variants that behaved differently from their originals
     * @param reached the share of the instructions of the variants that are not proved by derivation that the inputs
     *     reached, from 0 to 1
     */
    public record Totals(
            int variants,
            int executed,
            int proved,
            int provedByDerivation,
            int notExecuted,
            int divergent,
            double reached) {
        /** Determines if every variant is proved by its derivation, so that none had to be executed. */
        public boolean isProvedByDerivation() {
            return provedByDerivation == variants;
        }
    }

    /**
     * A function with variants.
     *
     * @param index its index in the input
     */
    public record Function(String name, int index, List<Variant> variants) {}

    /**
     * A variant.
     *
     * @param index its index in the binary
     * @param name its name in the binary
     * @param status {@code executed}, {@code proved}, {@code divergent} or {@code not-executed}
     * @param inputs the number of inputs on which it terminated
     * @param reached the share of its instructions that the inputs reached, from 0 to 1; null if it was not executed
     * @param reason why it was not executed or not fully reached, if known
     * @param by {@link #DERIVATION} or {@link #SOLVER} if it was proved; also if an execution refuted the proof
     */
    public record Variant(int index, String name, String status, int inputs, Double reached, String reason, String by) {
        /** The status of a variant that was proved. */
        public static final String PROVED = "proved";

        /** Each step of its derivation was proved. */
        public static final String DERIVATION = "derivation";

        /** A solver proved it. */
        public static final String SOLVER = "solver";

        /** A variant without a proof. */
        public Variant(int index, String name, String status, int inputs, Double reached, String reason) {
            this(index, name, status, inputs, reached, reason, null);
        }

        /** The same variant, proved. */
        public Variant proved(String prover) {
            return new Variant(index, name, PROVED, inputs, reached, null, prover);
        }

        /** The same variant with another status, and the reason for it. */
        public Variant with(String newStatus, String why) {
            return new Variant(index, name, newStatus, inputs, reached, why, by);
        }
    }

    /**
     * A run of the whole module, compared with the original's.
     *
     * @param invocation the call and its arguments
     * @param choices how bodies were chosen: by a seed, or one variant everywhere
     * @param outcome {@code equal}, {@code divergent} or {@code not-run}
     * @param reason why it was not run, or the difference; null if the runs are equal
     */
    public record Run(String invocation, String engine, String choices, String outcome, String reason) {}

    /**
     * A difference between a variant and its original, or between two runs.
     *
     * @param function the function's name; null if whole runs differ and no function was identified
     * @param variant the variant's name in the binary; null likewise
     * @param chain the transformations that made the variant
     * @param culprit a minimal part of the chain that still causes the difference; null if unknown
     * @param culpritReason why the culprit is unknown or may not be minimal; null if it is known and minimal
     * @param input the input as text, for the variant or for the smaller one made by the culprit alone
     * @param original the original's outcome
     * @param outcome the outcome of the variant, or of the one made by the culprit alone
     * @param testCase the name of the test case's file beside this one; null if there is none
     */
    public record Divergence(
            String function,
            String variant,
            List<Manifest.Step> chain,
            List<Manifest.Step> culprit,
            String culpritReason,
            String input,
            String original,
            String outcome,
            String testCase) {

        /** Replaces the culprit and the reason for its absence. */
        public Divergence with(List<Manifest.Step> foundCulprit, String reason) {
            return new Divergence(function, variant, chain, foundCulprit, reason, input, original, outcome, testCase);
        }

        /** Replaces the test case's file. */
        public Divergence withTestCase(String place) {
            return new Divergence(function, variant, chain, culprit, culpritReason, input, original, outcome, place);
        }
    }
}
