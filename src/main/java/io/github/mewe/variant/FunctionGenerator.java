package io.github.mewe.variant;

import io.github.mewe.common.SplitMix64;
import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import io.github.mewe.variant.VariantSelection.Candidate;
import io.github.mewe.wasm.EngineLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the variants of one function. It combines strategies at random, and drops bodies that are too large, too
 * slow, too weak to survive an engine, or equal to another after clean-up.
 */
final class FunctionGenerator {
    private static final double MIN_CHANCE = 0.05;
    private static final double MAX_CHANCE = 0.6;
    private static final int TRIES_PER_VARIANT = 3;
    private static final int EXTRA_TRIES = 6;

    /** A short function may grow by more than its share, since its bytes hardly count. */
    private static final int BYTES_FOR_ANY_VARIANT = 24;

    /**
     * The share of additional attempts, relative to the others, that must meet the strict cost limit instead of the
     * loose one.
     */
    private static final double STRICT_SHARE = 0.4;

    /** The minimum share of a variant's best step. */
    private static final double MIN_SURVIVAL = 0.9;

    /** The encoder may add some locals, and sizes are estimates before it has run. */
    private static final int MAX_LOCALS = EngineLimit.LOCALS.max() - 100;

    private static final int MAX_BYTES = EngineLimit.BODY_BYTES.max() / 10 * 9;

    private static final String OVER_LIMIT = "over a limit of engines: every variant would have more than " + MAX_LOCALS
            + " parameters and locals, or more than " + MAX_BYTES + " bytes";

    private final List<VariantStrategy> strategies;
    private final GenerationLimits limits;
    private final VariantBudget budget;
    private final Survival survival;
    private final GenerationSource source;
    private final CloseableWorkbench workbench;
    private final DerivationCheck check;
    private final Map<String, Double> chances;

    /**
     * Creates a generator.
     *
     * @param strategies the strategies, in the order in which they change a variant
     * @param limits the limits of the generation
     * @param survival the survival rates of rules
     * @param source the module
     * @param workbench cleans up and validates bodies
     * @param check classifies the variants
     */
    FunctionGenerator(
            List<VariantStrategy> strategies,
            GenerationLimits limits,
            Survival survival,
            GenerationSource source,
            CloseableWorkbench workbench,
            DerivationCheck check) {
        this.strategies = strategies;
        this.limits = limits;
        this.budget = limits.budget();
        this.survival = survival;
        this.source = source;
        this.workbench = workbench;
        this.check = check;
        this.chances = strategies.stream()
                .collect(Collectors.toUnmodifiableMap(VariantStrategy::name, strategy -> chance(strategy, survival)));
    }

    /** The probability of applying a strategy: the average survival of its rules. */
    private static double chance(VariantStrategy strategy, Survival survival) {
        double worth = strategy.rules().stream()
                .mapToDouble(rule -> survival.share(strategy.name(), rule))
                .average()
                .orElse(0);
        return Math.max(MIN_CHANCE, MAX_CHANCE * worth);
    }

    /**
     * The variants of one function.
     *
     * @param variants the variants
     * @param shortage the reason if there are fewer than requested; otherwise empty
     * @param isLimited true if the size of the function is why there are fewer
     * @param attempts the attempts that yielded the variants; empty if time or a failure kept others from success, or
     *     if the variants come from a cache
     */
    record Made(
            List<Sized> variants,
            Optional<String> shortage,
            boolean isLimited,
            Optional<List<GenerationRecord.Attempt>> attempts) {
        static Made none(String reason) {
            return new Made(List.of(), Optional.of(reason), false, Optional.empty());
        }

        /** The record from which a later build takes the variants. */
        Optional<GenerationRecord> record(VariantEncoding encoding) {
            return attempts.map(successful ->
                    new GenerationRecord(new byte[0], successful, shortage, isLimited).with(encoding, variants));
        }
    }

    /**
     * Generates variants.
     *
     * @param original the function
     * @param seed the seed of all random choices
     * @param maxCost the maximum estimated running time that a variant should have, divided by the function's
     * @param outOfTime asked before each attempt
     * @param faults receives failures inside strategies
     * @param histories receives the history of each variant
     */
    Made make(
            FunctionBody original,
            long seed,
            double maxCost,
            BooleanSupplier outOfTime,
            Consumer<Throwable> faults,
            Consumer<VariantHistory> histories) {
        ExprStatistics size = ExprStatistics.of(original.root());
        if (original.localCount() > MAX_LOCALS || size.bytes() > MAX_BYTES) {
            return Made.none(OVER_LIMIT);
        }
        BodyExtent extent = BodyExtent.of(original);
        CleanUp cleanUp = extent.cleanUp();
        Set<Long> fingerprints = new HashSet<>();
        Optional<Long> own = workbench.fingerprint(original, List.of(), cleanUp);
        if (own.isEmpty()) {
            return Made.none("not transformable: the body fails validation when compiled on its own");
        }
        fingerprints.add(own.get());
        double maxBytes = size.bytes() * budget.growthOfVariant() + BYTES_FOR_ANY_VARIANT;
        double cost = BodyCost.of(original.root());
        var shortage = new Shortage();
        var attempts = new Attempts(original, extent, seed, maxCost);
        var selection = new VariantSelection(attempts.wanted);
        boolean hasFailed = false;
        boolean isLate = false;
        for (int attempt = 0; attempt < attempts.count() && !selection.isComplete(); attempt++) {
            if (outOfTime.getAsBoolean()) {
                isLate = true;
                break;
            }
            StrategyContext context = attempts.context(attempt);
            var history = new VariantHistory(original, context);
            try {
                Optional<Variant> variant = attempt(original, context, shortage, history);
                if (variant.isEmpty()) {
                    continue;
                }
                if (!variant.get().isDerived()) {
                    throw new IllegalStateException("the last step of a derivation does not lead to its variant");
                }
                int bytes = context.bytes(variant.get());
                if (exceedsEngines(variant.get(), bytes)) {
                    shortage.refused++;
                    continue;
                }
                if (bytes > maxBytes) {
                    shortage.tooLarge++;
                    continue;
                }
                Optional<Long> fingerprint = workbench.fingerprint(
                        variant.get().body(), variant.get().helpers(), cleanUp);
                if (fingerprint.isEmpty() || !fingerprints.add(fingerprint.get())) {
                    shortage.same++;
                    continue;
                }
                Classification classification = check.classify(original, variant.get());
                if (!classification.isVerifiable()) {
                    shortage.unverifiable++;
                    continue;
                }
                selection.add(new Candidate(
                        sized(variant.get(), context, cost, classification),
                        GenerationRecord.Attempt.of(attempt, variant.get(), bytes, classification),
                        history));
            } catch (RuntimeException | StackOverflowError e) {
                // A body that a strategy cannot handle must not make the whole module fail.
                faults.accept(e);
                hasFailed = true;
            }
        }
        List<Candidate> selected = selection.selected();
        selected.forEach(candidate -> histories.accept(candidate.history()));
        List<Sized> variants = selected.stream().map(Candidate::variant).toList();
        Optional<List<GenerationRecord.Attempt>> repeatable = hasFailed || isLate
                ? Optional.empty()
                : Optional.of(selected.stream().map(Candidate::attempt).toList());
        if (variants.size() == attempts.wanted) {
            return new Made(variants, Optional.empty(), false, repeatable);
        }
        if (isLate) {
            return new Made(
                    variants, Optional.of("<budget><timeSeconds> (mewe.timeSeconds) was over"), false, repeatable);
        }
        String reason = attempts.isLimited
                ? "too large for more than " + attempts.count() + " attempts; of these, the most frequent failure: "
                        + shortage.reason()
                : shortage.reason();
        return new Made(variants, Optional.of(reason), attempts.isLimited, repeatable);
    }

    /**
     * Takes variants from a record. If they have no compact form, repeats only the attempts that yielded them.
     *
     * @param original the function
     * @param seed the seed of all random choices
     * @param maxCost the maximum estimated running time that a variant should have, divided by the function's
     * @param made the record of an earlier generation
     * @return the variants; empty if the record does not fit
     */
    Optional<Made> remake(FunctionBody original, long seed, double maxCost, GenerationRecord made) {
        return encoding(original, seed)
                .decode(made)
                .or(() -> repeated(original, seed, maxCost, made))
                .map(variants -> new Made(variants, made.shortage(), made.isLimited(), Optional.empty()));
    }

    /** The compact form of a function's variants. */
    VariantEncoding encoding(FunctionBody original, long seed) {
        return new VariantEncoding(original, seed, () -> inlinable(original));
    }

    private List<FunctionBody> inlinable(FunctionBody original) {
        Map<String, FunctionBody> found = new LinkedHashMap<>();
        var left = new ArrayDeque<FunctionBody>();
        left.add(original);
        while (!left.isEmpty()) {
            ExprWalk.each(left.remove().root(), expr -> {
                if (expr instanceof Call call && !found.containsKey(call.target())) {
                    source.liftForInlining(call.target()).ifPresent(body -> {
                        found.put(call.target(), body);
                        left.add(body);
                    });
                }
            });
        }
        return List.copyOf(found.values());
    }

    private Optional<List<Sized>> repeated(FunctionBody original, long seed, double maxCost, GenerationRecord made) {
        var attempts = new Attempts(original, BodyExtent.of(original), seed, maxCost);
        double cost = BodyCost.of(original.root());
        var variants = new ArrayList<Sized>();
        for (GenerationRecord.Attempt attempt : made.attempts()) {
            StrategyContext context = attempts.context(attempt.number());
            Optional<Variant> variant = repeated(original, context);
            if (variant.filter(v -> attempt.made(v, context.bytes(v))).isEmpty()) {
                return Optional.empty();
            }
            variants.add(sized(variant.get(), context, cost, attempt.classification()));
        }
        return Optional.of(variants);
    }

    /**
     * Repeats the attempts of {@link #make} without selecting among the results.
     *
     * @param isEnough receives the history of each attempt that yields a variant; returns true to end
     */
    void repeat(FunctionBody original, long seed, double maxCost, Predicate<VariantHistory> isEnough) {
        var attempts = new Attempts(original, BodyExtent.of(original), seed, maxCost);
        boolean ends = false;
        for (int attempt = 0; attempt < attempts.count() && !ends; attempt++) {
            StrategyContext context = attempts.context(attempt);
            var history = new VariantHistory(original, context);
            try {
                ends = attempt(original, context, new Shortage(), history).isPresent() && isEnough.test(history);
            } catch (RuntimeException | StackOverflowError e) {
                // In generation, such an attempt yields no variant.
                continue;
            }
        }
    }

    /** The attempts to make variants of one function. Each depends on its number only. */
    private final class Attempts {
        private final int wanted;
        private final long seed;
        private final double strictCost;
        private final double anyCost;
        private final int strict;
        private final int count;
        private final boolean isLimited;
        private final boolean isConstantTime;
        private final BodyMeasures measures;

        Attempts(FunctionBody original, BodyExtent extent, long seed, double maxCost) {
            this.seed = seed;
            this.measures = new BodyMeasures(original);
            this.isConstantTime = source.isConstantTime(original.name());
            ExprStatistics size = ExprStatistics.of(original.root());
            this.wanted = limits.variantsOf(size, source.codeBytes());
            double cost = BodyCost.of(original.root());
            this.strictCost = budget.costLimit(cost, size.instructions(), maxCost);
            this.anyCost = budget.costLimit(cost, size.instructions(), budget.maxVariantCost());
            int tries = TRIES_PER_VARIANT * wanted + EXTRA_TRIES;
            this.strict = strictCost < anyCost ? (int) (tries * STRICT_SHARE) : 0;
            this.isLimited = extent.maxAttempts(wanted) < tries + strict;
            this.count = Math.min(tries + strict, extent.maxAttempts(wanted));
        }

        int count() {
            return count;
        }

        StrategyContext context(int attempt) {
            // A hot function without cheap variants still gets expensive ones, for call sites that are not hot.
            double costLimit = attempt < strict ? strictCost : anyCost;
            return new StrategyContext(
                    new VariantRandom(SplitMix64.output(seed + attempt)),
                    workbench,
                    source::liftForInlining,
                    source.mutableIntegerGlobals(),
                    new VariantLimits(budget.growthOfVariant(), costLimit, source.framePreserving(), isConstantTime),
                    rule -> true,
                    measures);
        }
    }

    private Optional<Variant> repeated(FunctionBody original, StrategyContext context) {
        try {
            return attempt(original, context, new Shortage(), new VariantHistory(original, context));
        } catch (RuntimeException | StackOverflowError e) {
            // The attempt succeeded when it was recorded, so the record is another function's.
            return Optional.empty();
        }
    }

    private static Sized sized(
            Variant variant, StrategyContext context, double originalCost, Classification classification) {
        return new Sized(
                variant.withoutDerivation(),
                context.bytes(variant),
                context.cost(variant) / Math.max(1, originalCost),
                classification);
    }

    /** An engine would refuse the variant, and the whole module with it. */
    private static boolean exceedsEngines(Variant variant, int bytes) {
        return bytes > MAX_BYTES
                || Stream.concat(Stream.of(variant.body()), variant.helpers().stream())
                        .anyMatch(FunctionGenerator::exceedsEngines);
    }

    private static boolean exceedsEngines(FunctionBody body) {
        int params = body.signature().params().size();
        return params > EngineLimit.PARAMETERS.max() || params + body.vars().size() > MAX_LOCALS;
    }

    private Optional<Variant> attempt(
            FunctionBody original, StrategyContext context, Shortage shortage, VariantHistory history) {
        VariantRandom random = context.random();
        Variant current = Variant.original(original);
        var left = new ArrayList<VariantStrategy>();
        for (VariantStrategy strategy : strategies) {
            if (strategies.size() == 1 || random.chance(chances.get(strategy.name()))) {
                current = applied(strategy, current, context, shortage, history);
            } else {
                left.add(strategy);
            }
        }
        while (survival.share(current) < MIN_SURVIVAL && !left.isEmpty()) {
            current = applied(left.remove(random.below(left.size())), current, context, shortage, history);
        }
        if (current.chain().isEmpty()) {
            shortage.nothing++;
            return Optional.empty();
        }
        if (survival.share(current) < MIN_SURVIVAL && strategies.size() > 1) {
            shortage.weak++;
            return Optional.empty();
        }
        return Optional.of(current);
    }

    private static Variant applied(
            VariantStrategy strategy,
            Variant variant,
            StrategyContext context,
            Shortage shortage,
            VariantHistory history) {
        VariantRandom before = context.random().copy();
        Optional<Variant> changed = strategy.apply(variant, context);
        if (changed.isEmpty()) {
            return variant;
        }
        if (context.cost(changed.get()) > context.costLimit()) {
            shortage.tooSlow++;
            return variant;
        }
        history.add(strategy, before, variant, changed.get());
        return changed.get();
    }

    /** Counts the reasons why attempts yielded no variant. */
    private static final class Shortage {
        private int nothing;
        private int weak;
        private int tooSlow;
        private int tooLarge;
        private int same;
        private int refused;
        private int unverifiable;

        /** The most frequent reason, as text for the manifest. */
        String reason() {
            int most = Math.max(Math.max(tooLarge, same), Math.max(weak, nothing));
            if (refused > 0 && refused >= most) {
                return OVER_LIMIT;
            }
            if (unverifiable > 0 && unverifiable >= most) {
                return "not verifiable: no other variant found is proved, and the embedded engine cannot execute one";
            }
            if (tooSlow > 0 && tooSlow >= most) {
                return "too slow: every variant found exceeded <budget><maxVariantCost> (mewe.maxVariantCost)";
            }
            if (most == tooLarge && tooLarge > 0) {
                return "too large: every variant found exceeded <budget><maxGrowth> (mewe.maxGrowth)";
            }
            if (most == weak && weak > 0) {
                return "too weak: an optimising engine would probably undo every change found";
            }
            return most == same && same > 0
                    ? "no distinct variant: every body found equals the original after optimisation"
                    : "no strategy applies to the function's instructions";
        }
    }
}
