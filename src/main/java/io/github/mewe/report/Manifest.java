package io.github.mewe.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The description of a multivariant binary: how it was made and which functions have which variants. The schema of its
 * JSON form is {@code docs/reference/manifest.schema.json}.
 *
 * @param schemaVersion the version of the JSON form
 * @param fingerprint a hash of everything that determines the output
 * @param seed the seed that reproduces the output
 * @param parameters the configuration
 * @param randomness the randomness source, with {@code auto} resolved
 * @param dispatch the shape of the dispatchers; {@code switch} if a table is configured but impossible
 * @param prediction the predicted cost
 * @param diversity the amount of choice
 * @param timeLimited true if generation reached the time limit, so that the output depends on the machine's speed
 * @param totals sums over the functions
 * @param functions the defined functions of the input, in order
 * @param warnings messages that the user should act on
 * @param seeding who supplies the key of the choices; null if no function has variants
 * @param seedExport the exported function that takes the host's seed, if the randomness source is {@code export}
 * @param population the binary's place in a population; null if it was made alone
 * @param coreModules the core modules, in their order in the file, if the binary is a component, which then has no
 *     functions of its own; null if it is a module
 * @param hardening the measures against memory corruption; null without any
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
        Population population,
        List<CoreModule> coreModules,
        Hardening hardening) {

    /** Adds a warning. */
    public Manifest warnedOf(String warning) {
        List<String> all = Stream.concat(warnings.stream(), Stream.of(warning)).toList();
        return with(population, all, totals, functions);
    }

    /** Replaces the population. */
    public Manifest with(Population other) {
        return with(other, warnings, totals, functions);
    }

    /** Replaces the functions and their totals. */
    public Manifest with(List<Function> newFunctions) {
        return with(population, warnings, Totals.of(newFunctions), newFunctions);
    }

    /** Replaces the description of the hardening. */
    public Manifest with(Hardening other) {
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
                warnings,
                seeding,
                seedExport,
                population,
                coreModules,
                other);
    }

    private Manifest with(
            Population newPopulation, List<String> newWarnings, Totals newTotals, List<Function> newFunctions) {
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
                newTotals,
                newFunctions,
                newWarnings,
                seeding,
                seedExport,
                newPopulation,
                coreModules,
                hardening);
    }

    /** The functions of the module, or of all core modules of the component. */
    public List<Function> allFunctions() {
        return coreModules == null
                ? functions
                : coreModules.stream()
                        .filter(module -> module.manifest() != null)
                        .flatMap(module -> module.manifest().functions().stream())
                        .toList();
    }

    /** The indices in the input of the harvested imports, by the output indices of the functions that call them. */
    public Map<Integer, Integer> importsByWrapper() {
        return seeding == null || !seeding.harvests()
                ? Map.of()
                : seeding.harvested().stream().collect(Collectors.toMap(Harvested::wrapperIndex, Harvested::index));
    }

    /** The places of the frames of hardened bodies; none without hardening. */
    public List<HardenedBody> hardenedBodies() {
        return hardening == null ? List.of() : hardening.bodies();
    }

    /** The names of the allocator's functions that have no variants because of guards of heap blocks. */
    public Set<String> unchangedAllocator() {
        return hardening == null || hardening.heap() == null
                ? Set.of()
                : Set.copyOf(hardening.heap().unchanged());
    }

    /** Returns true if heap blocks have guards. */
    public boolean hasGuardedHeap() {
        return !unchangedAllocator().isEmpty();
    }

    /** The version of the JSON form that this class writes. */
    public static final int SCHEMA_VERSION = 2;

    /**
     * A binary.
     *
     * @param name the file's name without its directory
     * @param sha256 the hash of its bytes in hexadecimal
     * @param codeBytes the size of its function bodies
     */
    public record Binary(String name, String sha256, long bytes, long codeBytes) {}

    /**
     * A core module of a component.
     *
     * @param path the numbers of the nested components around it, outermost first, and its own number among the core
     *     modules of the innermost one, separated by {@code /}; all from 0
     * @param name its name in the component's name section; null without one
     * @param bytes its size in the input
     * @param reason why it was left alone; null if it was diversified
     * @param manifest its own manifest; null if it was left alone
     */
    public record CoreModule(String path, String name, long bytes, String reason, Manifest manifest) {}

    /**
     * The measures against memory corruption.
     *
     * @param measures the names of the measures
     * @param stackPointer the index of the global that is the stack pointer; null if the module has none
     * @param framedFunctions the number of functions whose stack frame is understood
     * @param bodies the bodies whose frames were moved or guarded
     * @param leftAlone the functions that use the stack pointer in a way that is not understood, by reason
     * @param alarm the output index of the function that traps if a canary has changed; null without canaries
     * @param stackStart the random start of the stack; null if the start does not move
     * @param addedStackBytes the bytes by which a stack may grow more: the largest sum of paddings along a path of
     *     direct calls without recursion, and the random start
     * @param heap the guards of heap blocks; null without that measure
     */
    public record Hardening(
            List<String> measures,
            Integer stackPointer,
            int framedFunctions,
            List<HardenedBody> bodies,
            Map<String, List<Integer>> leftAlone,
            Integer alarm,
            Integer frameOffset,
            MovedStart stackStart,
            long addedStackBytes,
            Heap heap) {}

    /**
     * The random start of the stack.
     *
     * @param bytes the bytes by which it may be lowered
     * @param stackBytes the estimated size of the stack; null if it is unknown
     */
    public record MovedStart(long bytes, Long stackBytes) {}

    /**
     * The guards of heap blocks.
     *
     * @param functions the guarded functions of the allocator; empty if there are no guards
     * @param unchanged the names of the allocator's functions that have no variants
     * @param limit the bytes that slack and freed blocks that wait may take
     * @param alarm the output index of the function that traps if a canary has changed; null if there are no guards
     * @param reason why there are no guards; otherwise null
     */
    public record Heap(List<HeapFunction> functions, List<String> unchanged, int limit, Integer alarm, String reason) {}

    /**
     * A guarded function of the allocator.
     *
     * @param name its name in C
     * @param index its index in the output
     */
    public record HeapFunction(String name, int index) {}

    /**
     * A body with a moved or guarded frame.
     *
     * @param index its index in the output
     * @param padding the number of bytes between its caller's frame and its own
     * @param canary true if a canary lies in the last of these bytes
     */
    public record HardenedBody(int index, int padding, boolean canary) {}

    /**
     * Sums over the functions.
     *
     * @param functions the number of defined functions
     * @param diversified the number of functions with variants
     * @param variants the number of variants without originals
     * @param proved the number of variants that are proved by their derivations
     * @param toBeExecuted the number of the other variants
     */
    public record Totals(int functions, int diversified, int variants, int proved, int toBeExecuted) {
        /** The totals of functions. */
        public static Totals of(List<Function> functions) {
            List<Variant> variants = functions.stream()
                    .flatMap(function -> function.variants().stream())
                    .toList();
            int proved = (int) variants.stream().filter(Variant::isProved).count();
            int diversified = (int) functions.stream()
                    .filter(function -> !function.variants().isEmpty())
                    .count();
            return new Totals(functions.size(), diversified, variants.size(), proved, variants.size() - proved);
        }
    }

    /**
     * The predicted run time.
     *
     * @param from {@code profile} if it is based on a recorded profile, {@code estimate} if on the code alone
     * @param overhead the run time relative to the original's
     */
    public record Prediction(String from, double overhead) {}

    /**
     * The amount of choice.
     *
     * @param pathBits the binary logarithm of the number of paths through the output's static call graph
     * @param inputPathBits the same for the input
     * @param bitsPerRun the entropy of all choices, in bits, of a run like the recorded one; without a profile, the
     *     estimate for a run that calls each export once; null for a component
     */
    public record Diversity(double pathBits, double inputPathBits, Double bitsPerRun) {}

    /**
     * A function's load in the predicted run.
     *
     * @param calls the number of calls; in an estimate only meaningful relative to other functions
     * @param indirectCalls the calls through tables, references and exports among them
     * @param share the share of the function's own code in the run time, from 0 to 1
     */
    public record Load(double calls, double indirectCalls, double share) {}

    /**
     * How calls of a function choose a body.
     *
     * @param granularity when direct calls choose: {@code call}, {@code paced}, {@code instance} or {@code bound}
     * @param dispatcher when the dispatcher, which serves all other calls, chooses: {@code call}, {@code paced} or
     *     {@code instance}
     * @param interval the mean number of calls from one draw of a paced dispatcher to the next, in the long run; null
     *     for other dispatchers
     * @param number the dispatcher's number in traces and in forced choices
     * @param shape how the dispatcher passes calls on: {@code switch} or {@code table}
     * @param bits the entropy of one choice of the dispatcher
     * @param boundShare the share of calling bodies whose direct calls are bound, from above 0 to 1; null if none are
     * @param boundBodies the number of bodies that direct calls are bound to; null unless they are bound
     */
    public record Choice(
            String granularity,
            String dispatcher,
            Double interval,
            int number,
            String shape,
            double bits,
            Double boundShare,
            Integer boundBodies) {}

    /**
     * Who supplies the key of the choices.
     *
     * @param by {@code host} (the program that instantiates the binary), {@code import} (an import of random numbers
     *     that the input has, too), {@code wasi} (the host's implementation of WASI) or {@code nobody}
     * @param how how they supply it, as a verb phrase
     * @param otherwise the consequence if they do not, as a clause
     * @param harvested the imports whose results change the key until the host has seeded; null unless the randomness
     *     source is {@code export}
     * @param notHarvested why no import is harvested under {@code export}; otherwise null
     */
    public record Seeding(String by, String how, String otherwise, List<Harvested> harvested, String notHarvested) {
        /** Creates the entry of a binary whose randomness source does not harvest. */
        public Seeding(String by, String how, String otherwise) {
            this(by, how, otherwise, null, null);
        }

        /** Returns true if results of imports change the key. */
        public boolean harvests() {
            return harvested != null && !harvested.isEmpty();
        }

        /** The program that instantiates the binary. */
        public static final String HOST = "host";

        /** An import of random numbers that the input has, too. */
        public static final String IMPORT = "import";

        /** The host's implementation of WASI. */
        public static final String WASI = "wasi";

        /** No party can seed the binary. */
        public static final String NOBODY = "nobody";
    }

    /**
     * An import whose results change the key until the host has seeded.
     *
     * @param module its module name
     * @param name its field name
     * @param part {@code result} (the returned number) or {@code memory} (the bytes that it writes)
     * @param index its function index in the input
     * @param wrapperIndex the output index of the function that direct calls of the import go to
     */
    public record Harvested(String module, String name, String part, int index, int wrapperIndex) {}

    /**
     * A binary's place among several that were made from one input with different variants.
     *
     * @param size the number of binaries
     * @param member this binary's number, from 1
     * @param seed the seed of this binary's linking choices. The manifest's seed determines the variants and their
     *     assignment to the binaries
     * @param disjointFunctions the number of functions that share no variant with another binary
     * @param sharedFunctions the number of functions that share a variant with another binary, because there were fewer
     *     variants than binaries
     * @param sharedOriginals the number of functions whose original body can be chosen here and in another binary
     * @param distances the distances from the other binaries, in order; null if they could not be measured
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
     * The distance from another binary, without original bodies.
     *
     * @param member the other binary's number, from 1
     * @param variants the mean distance between variants of the same function here and there, from 0 to 1
     * @param disjoint the share of functions without a common body among those with variants in both, comparing
     *     instructions as written
     * @param sameOffset the share of this binary's function bytes that the other has at the same offset
     */
    public record Distance(int member, double variants, double disjoint, double sameOffset) {}

    /**
     * A defined function of the input.
     *
     * @param index its index in the input
     * @param dispatcherIndex the output index of its dispatcher, or of itself if it has no variants
     * @param instructions the number of instructions of its body in the input
     * @param bytes the size of its body in the input
     * @param originalIndex the output index of its original body, if that can be chosen
     * @param originalName the output name of its original body, if that can be chosen
     * @param choice how calls choose a body; null if there is only one
     * @param load its predicted load
     * @param reason why it has no variants, or fewer because of its size; otherwise null
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
            String reason) {
        /** The same function with other variants. */
        public Function with(List<Variant> others) {
            return new Function(
                    name,
                    index,
                    dispatcherIndex,
                    instructions,
                    bytes,
                    originalIndex,
                    originalName,
                    choice,
                    load,
                    others,
                    reason);
        }
    }

    /**
     * A variant.
     *
     * @param index its index in the output; the function's own if it is the only body
     * @param name its name in the output
     * @param bytes the size of its body
     * @param helpers the output indices of the functions that only this variant calls
     * @param chain the transformations that made it, in order
     * @param status {@link #PROVED} or {@link #TO_BE_EXECUTED}; null if its derivation was not checked
     * @param reason why it is not proved; null if it is
     */
    public record Variant(
            int index, String name, int bytes, List<Integer> helpers, List<Step> chain, String status, String reason) {
        /** The status of a variant whose derivation proves that it is equivalent to its original. */
        public static final String PROVED = "proved";

        /** The status of a variant that only an execution can verify. */
        public static final String TO_BE_EXECUTED = "to-be-executed";

        /** A variant whose derivation was not checked. */
        public Variant(int index, String name, int bytes, List<Integer> helpers, List<Step> chain) {
            this(index, name, bytes, helpers, chain, null, null);
        }

        /** Determines if the derivation proves the variant. */
        public boolean isProved() {
            return PROVED.equals(status);
        }

        /** The output indices of its body and of its helpers. */
        public Stream<Integer> bodies() {
            return Stream.concat(Stream.of(index), helpers.stream());
        }

        /** The same variant without a proof. */
        public Variant unproved(String why) {
            return new Variant(index, name, bytes, helpers, chain, TO_BE_EXECUTED, why);
        }
    }

    /**
     * A transformation.
     *
     * @param strategy the strategy's name
     * @param rule the rule, transformation or pipeline
     * @param sites the changed nodes of the body before the step, numbered in post-order; empty for the whole body
     */
    public record Step(String strategy, String rule, List<Integer> sites) {}
}
