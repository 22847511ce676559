package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.engine.BuildSeed;
import io.github.mewe.engine.GenerationOptions;
import io.github.mewe.engine.ManifestBuilder;
import io.github.mewe.engine.PluginVersion;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.engine.VariantCostLimits;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.GenerationLimits;
import io.github.mewe.variant.GenerationSource;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.variant.VariantDistribution;
import io.github.mewe.variant.VariantGenerator;
import io.github.mewe.variant.VariantHistory;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.synthesis.ReplacementDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/** Regenerates variants of a multivariant binary from its manifest. */
final class Regeneration {
    static final String NOT_REPRODUCED = "regeneration from the manifest does not yield this variant";

    private final Manifest manifest;
    private final List<VariantStrategy> strategies;
    private final VariantBudget budget;
    private final VariantDistribution distribution;
    private final int member;
    private final List<Double> costs;
    private final Survival survival = Survival.load();

    /**
     * Prepares regeneration.
     *
     * @param manifest a manifest without an {@linkplain #obstacle obstacle}
     */
    Regeneration(Manifest manifest, StrategySource source) {
        this.manifest = manifest;
        Map<String, String> parameters = manifest.parameters();
        this.strategies = source.create(List.of(parameters.get("strategies").split(",")), ReplacementDatabase.load());
        this.budget = GenerationOptions.budget(parameters);
        this.distribution = new VariantDistribution(
                manifest.population() == null ? 1 : manifest.population().size(),
                new BuildSeed(manifest.seed()).distribution());
        this.member = manifest.population() == null ? 0 : manifest.population().member() - 1;
        // The manifest lacks the profile itself, but generation uses no more of it than which functions are hot.
        this.costs = VariantCostLimits.possible(
                manifest.prediction().from().equals("profile"),
                Double.parseDouble(parameters.get("budget/maxOverhead")),
                budget.maxVariantCost());
    }

    /** The reason why variants of a binary cannot be regenerated; empty if they can. */
    static Optional<String> obstacle(Manifest manifest) {
        if (!manifest.pluginVersion().equals(PluginVersion.get())
                || !manifest.binaryenVersion().equals(BinaryenModule.BINARYEN_VERSION)) {
            return Optional.of("the binary was made by another plugin version, " + manifest.pluginVersion());
        }
        if (!"shipped".equals(manifest.parameters().get("synthesis"))) {
            return Optional.of(
                    "the binary was made with a solver among the plugin's dependencies, and the manifest lacks the"
                            + " replacements that it found");
        }
        return Optional.empty();
    }

    /**
     * Regenerates a variant.
     *
     * @param place the number of the function among the defined functions, from 0
     * @param use receives the history of the variant, which is valid during the call
     * @return the result of {@code use}; empty if the variant has another chain than the manifest says
     */
    <T> Optional<T> again(
            GenerationSource source, int place, Manifest.Variant variant, Function<VariantHistory, T> use) {
        int number = manifest.functions().get(place).variants().indexOf(variant);
        for (double cost : costs) {
            Optional<T> result = generator(cost)
                    .again(
                            source,
                            place,
                            histories -> distribution.share(member, place, histories.size()).stream()
                                    .skip(number)
                                    .map(histories::get)
                                    .findFirst()
                                    .filter(history -> ManifestBuilder.steps(history.chain())
                                            .equals(variant.chain()))
                                    .map(use));
            if (result.isPresent()) {
                return result;
            }
        }
        return amongAttempts(source, place, variant, use);
    }

    /** Generation drops variants that it can neither prove nor leave to execution, so numbers may differ. */
    private <T> Optional<T> amongAttempts(
            GenerationSource source, int place, Manifest.Variant variant, Function<VariantHistory, T> use) {
        return DeepThread.call(() -> {
            try (CloseableWorkbench workbench = source.openWorkbench()) {
                var found = new AtomicReference<Optional<T>>(Optional.empty());
                repeat(source, workbench, place, history -> {
                    boolean isSame = ManifestBuilder.steps(history.chain()).equals(variant.chain());
                    if (isSame) {
                        found.set(Optional.of(use.apply(history)));
                    }
                    return isSame;
                });
                return found.get();
            }
        });
    }

    /**
     * Repeats the attempts to make variants of a function, without selecting among the results.
     *
     * @param workbench an open workbench of the current thread
     * @param place the number of the function among the defined functions, from 0
     * @param isEnough receives the history of each attempt that yields a variant; returns true to end
     */
    void repeat(GenerationSource source, CloseableWorkbench workbench, int place, Predicate<VariantHistory> isEnough) {
        var ended = new AtomicBoolean();
        for (double cost : costs) {
            if (!ended.get()) {
                generator(cost).repeat(source, workbench, place, history -> {
                    ended.set(isEnough.test(history));
                    return ended.get();
                });
            }
        }
    }

    private VariantGenerator generator(double cost) {
        return new VariantGenerator(
                strategies,
                new GenerationLimits(budget, any -> cost, distribution.binaries()),
                survival,
                generationSeed(),
                1);
    }

    private long generationSeed() {
        return new BuildSeed(manifest.seed()).generation();
    }
}
