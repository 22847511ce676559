package io.github.mewe.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was done to which function. Its JSON form is described by {@code docs/reference/manifest.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param pluginVersion the version of the plugin
 * @param binaryenVersion the version of Binaryen in it
 * @param fingerprint a hash of everything that the output depends on
 * @param seed the seed, with which the same output is made again
 * @param parameters what was configured
 * @param randomness the randomness source, {@code auto} resolved
 * @param dispatch the shape that dispatchers have, {@code switch} where a table was asked for and cannot be had
 * @param prediction what the binary is predicted to cost
 * @param diversity how much there is to choose from
 * @param timeLimited whether the budget's time was over before generation was, so that the output depends on the
 *     machine's speed
 * @param input the input
 * @param output the output
 * @param totals sums over the functions
 * @param functions the defined functions of the input, in order
 * @param warnings what the user should know and perhaps mend
 * @param seeding who keys the choices; null if there are none, because no function has variants
 * @param seedExport the exported function that the host seeds with, if the randomness source is {@code export}
 * @param population which of several binaries it is that were made at once; null if it is the only one
 */
public record Manifest(
        int schemaVersion,
        String pluginVersion,
        String binaryenVersion,
        String fingerprint,
        String seed,
        Map<String, String> parameters,
        String randomness,
        String dispatch,
        Prediction prediction,
        Diversity diversity,
        boolean timeLimited,
        Binary input,
        Binary output,
        Totals totals,
        List<Function> functions,
        List<String> warnings,
        Seeding seeding,
        String seedExport,
        Population population) {

    /** The manifest of a binary that was made alone. */
    public Manifest(
            int schemaVersion,
            String pluginVersion,
            String binaryenVersion,
            String fingerprint,
            String seed,
            Map<String, String> parameters,
            String randomness,
            String dispatch,
            Prediction prediction,
            Diversity diversity,
            boolean timeLimited,
            Binary input,
            Binary output,
            Totals totals,
            List<Function> functions,
            List<String> warnings,
            Seeding seeding,
            String seedExport) {
        this(
                schemaVersion,
                pluginVersion,
                binaryenVersion,
                fingerprint,
                seed,
                parameters,
                randomness,
                dispatch,
                prediction,
                diversity,
                timeLimited,
                input,
                output,
                totals,
                functions,
                warnings,
                seeding,
                seedExport,
                null);
    }

    /** The same manifest with one more warning. */
    public Manifest warnedOf(String warning) {
        List<String> all = Stream.concat(warnings.stream(), Stream.of(warning)).toList();
        return with(population, all);
    }

    /** The same manifest as that of one of several binaries. */
    public Manifest with(Population other) {
        return with(other, warnings);
    }

    private Manifest with(Population newPopulation, List<String> newWarnings) {
        return new Manifest(
                schemaVersion,
                pluginVersion,
                binaryenVersion,
                fingerprint,
                seed,
                parameters,
                randomness,
                dispatch,
                prediction,
                diversity,
                timeLimited,
                input,
                output,
                totals,
                functions,
                newWarnings,
                seeding,
                seedExport,
                newPopulation);
    }

    /** The version of the JSON form that this class writes. */
    public static final int SCHEMA_VERSION = 2;

    /**
     * A binary.
     *
     * @param name the file's name, without its directory
     * @param sha256 the hash of its bytes, in hexadecimal
     * @param bytes its size
     * @param codeBytes the size of its function bodies
     */
    public record Binary(String name, String sha256, long bytes, long codeBytes) {}

    /**
     * Sums.
     *
     * @param functions the number of defined functions
     * @param diversified how many have variants
     * @param variants the number of variants, originals not counted
     */
    public record Totals(int functions, int diversified, int variants) {}

    /**
     * What is predicted.
     *
     * @param from {@code profile} if runs were recorded, {@code estimate} if it is guessed from the code
     * @param overhead the running time over the original's
     */
    public record Prediction(String from, double overhead) {}

    /**
     * How much there is to choose from.
     *
     * @param pathBits the logarithm to base 2 of the number of paths through the output's static call graph
     * @param inputPathBits the same of the input
     * @param bitsPerRun the entropy that all choices of a run like the recorded one draw, in bits; null without a
     *     recorded profile
     */
    public record Diversity(double pathBits, double inputPathBits, Double bitsPerRun) {}

    /**
     * What a function does in a predicted run.
     *
     * @param calls how often it is called; of an estimate only the relation to other functions' means something
     * @param indirectCalls how many of the calls come through tables, references and exports
     * @param share the share of its own code in the running time, from 0 to 1
     */
    public record Load(double calls, double indirectCalls, double share) {}

    /**
     * How calls of a function choose one of its bodies.
     *
     * @param granularity when direct calls do: {@code call}, {@code instance} or {@code bound}
     * @param dispatcher when the dispatcher does, which all other calls go through: {@code call} or {@code instance}
     * @param number the dispatcher's number, which it reports when it is traced and is forced by
     * @param shape how the dispatcher hands calls over: {@code switch} or {@code table}
     * @param bits the entropy of one choice of the dispatcher
     * @param boundBodies how many of the bodies direct calls are bound to; null unless they are bound
     */
    public record Choice(
            String granularity, String dispatcher, int number, String shape, double bits, Integer boundBodies) {}

    /**
     * Who keys the choices.
     *
     * @param by who has to: {@code host}, the program that instantiates the binary; {@code wasi}, its implementation of
     *     WASI; or {@code nobody}
     * @param how what they do
     * @param otherwise what happens until they do, or if nobody does
     */
    public record Seeding(String by, String how, String otherwise) {
        /** The program that instantiates the binary. */
        public static final String HOST = "host";

        /** The implementation of WASI. */
        public static final String WASI = "wasi";

        /** Nobody can. */
        public static final String NOBODY = "nobody";
    }

    /**
     * Which of several binaries it is that were made of one input at once, with other variants each.
     *
     * @param size how many there are
     * @param member which one it is, from 1
     * @param seed what this one's choices derive from that are made while linking; its variants, and which of them it
     *     got, derive from the manifest's seed
     * @param disjointFunctions how many functions have variants here of which no other binary has any
     * @param sharedFunctions how many have a variant here that another binary has too, because there were fewer
     *     variants than binaries
     * @param sharedOriginals how many have their original body among the choices, here and in another binary
     * @param distances how far the others are, in order; null if that could not be measured
     */
    public record Population(
            int size,
            int member,
            String seed,
            int disjointFunctions,
            int sharedFunctions,
            int sharedOriginals,
            List<Distance> distances) {}

    /**
     * How far another binary is. Original bodies are left out.
     *
     * @param member which one, from 1
     * @param variants the distance between a variant here and one of the same function there, from 0 to 1, on average
     * @param disjoint of the functions with variants in both, the share that has no body in common, compared as the
     *     instructions that were written
     * @param sameOffset the share of the bytes of this binary's functions that the other has at the same offset
     */
    public record Distance(int member, double variants, double disjoint, double sameOffset) {}

    /**
     * A defined function of the input.
     *
     * @param name its name
     * @param index its index in the input
     * @param dispatcherIndex the index in the output of what stands in its place: its dispatcher, or itself if it has
     *     no variants
     * @param instructions the instructions of its body
     * @param bytes the bytes of its body in the input
     * @param originalIndex the index in the output of its original body, if that is one of the choices
     * @param originalName the name in the output of its original body, if that is one of the choices
     * @param choice how calls of it choose a body, if there are several
     * @param load what it is predicted to do
     * @param variants its variants
     * @param reason why it has none, if it has none
     */
    public record Function(
            String name,
            int index,
            int dispatcherIndex,
            int instructions,
            int bytes,
            Integer originalIndex,
            String originalName,
            Choice choice,
            Load load,
            List<Variant> variants,
            String reason) {}

    /**
     * A variant.
     *
     * @param index its index in the output; the function's own where it is the only body
     * @param name its name in the output
     * @param bytes the bytes of its body
     * @param helpers the indices in the output of the functions that it alone calls
     * @param chain what made it, in order
     */
    public record Variant(int index, String name, int bytes, List<Integer> helpers, List<Step> chain) {}

    /**
     * What a strategy did.
     *
     * @param strategy the strategy's name
     * @param rule the rule, transformation or pipeline
     * @param sites the changed nodes of the body before the step, as a walk that leaves children first counts them;
     *     empty for the whole body
     */
    public record Step(String strategy, String rule, List<Integer> sites) {}
}
