package io.github.mewe.report;

import java.util.List;

/**
 * What was executed and proved of a multivariant binary. Its JSON form is described by
 * {@code docs/reference/verification.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param pluginVersion the version of the plugin
 * @param binary the name of the multivariant binary
 * @param binarySha256 the hash of its bytes, in hexadecimal
 * @param seed what the inputs are drawn by
 * @param inputs how many inputs each variant was to be run on
 * @param totals sums over the functions
 * @param functions the functions that have variants, in order
 * @param runs whole runs of the module that were compared
 * @param divergences the differences that were found
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
     * Sums.
     *
     * @param variants the number of variants
     * @param executed how many were executed on their own and did what their originals do
     * @param proved how many were proved for all inputs
     * @param notExecuted how many could not be executed
     * @param divergent how many did something else than their originals
     * @param reached the share of the variants' instructions that were reached, from 0 to 1
     */
    public record Totals(int variants, int executed, int proved, int notExecuted, int divergent, double reached) {}

    /**
     * A function of the input.
     *
     * @param name its name
     * @param index its index in the input
     * @param variants its variants
     */
    public record Function(String name, int index, List<Variant> variants) {}

    /**
     * A variant.
     *
     * @param index its index in the binary
     * @param name its name in the binary
     * @param status {@code executed}, {@code proved}, {@code divergent} or {@code not-executed}
     * @param inputs how many inputs it was executed on to an end
     * @param reached the share of its instructions that were reached, from 0 to 1; null if it was not executed
     * @param reason why it was not executed, or why not all of it was reached; null if there is nothing to say
     */
    public record Variant(int index, String name, String status, int inputs, Double reached, String reason) {}

    /**
     * A run of the module, compared with that of the original.
     *
     * @param invocation what was called, with its arguments
     * @param engine the engine
     * @param choices how bodies were chosen: by a seed, or one variant everywhere
     * @param outcome {@code equal}, {@code divergent} or {@code not-run}
     * @param reason why it was not run, or what differs; null if there is nothing to say
     */
    public record Run(String invocation, String engine, String choices, String outcome, String reason) {}

    /**
     * A difference between a variant and its original, or between two runs.
     *
     * @param function the function's name; null if a run differs and no function is to blame
     * @param variant the variant's name in the binary; null likewise
     * @param chain what made the variant
     * @param culprit the steps of the chain that suffice for the difference, and of which none can be left out; null if
     *     that was not found out
     * @param culpritReason why the culprit was not found out, or why it may have steps too many; null if there is
     *     nothing to say
     * @param input what it was run on, as text: the variant, or one made of the culprit alone if that has fewer steps
     * @param original what the original did
     * @param outcome what the variant did, or the one made of the culprit
     * @param testCase the name of the file that has the test case, beside this one; null if there is none
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

        /** The same difference with its culprit, or why there is none. */
        public Divergence with(List<Manifest.Step> foundCulprit, String reason) {
            return new Divergence(function, variant, chain, foundCulprit, reason, input, original, outcome, testCase);
        }

        /** The same difference with its test case in another place. */
        public Divergence withTestCase(String place) {
            return new Divergence(function, variant, chain, culprit, culpritReason, input, original, outcome, place);
        }
    }
}
