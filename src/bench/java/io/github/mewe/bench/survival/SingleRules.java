package io.github.mewe.bench.survival;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.ModuleSource;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantLimits;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies every rule of every strategy alone to every function of a module, without the generator, which would drop
 * weak variants.
 *
 * @param functions the defined functions; the variants of each come from single rules
 * @param rules the rule of each variant, by function
 */
public record SingleRules(List<FunctionVariants> functions, List<List<Rule>> rules) {
    private static final int TRIES = 4;
    private static final double GROWTH = 2;

    /**
     * A rule.
     *
     * @param strategy the strategy's name
     * @param name the rule's name
     */
    public record Rule(String strategy, String name) {}

    /**
     * Applies the rules.
     *
     * @param module a module, which must stay open as long as the bodies are used
     * @param binary the same module's bytes
     */
    public static SingleRules in(BinaryenModule module, byte[] binary) {
        var source = new ModuleSource(module, binary);
        var functions = new ArrayList<FunctionVariants>();
        var rules = new ArrayList<List<Rule>>();
        try (var workbench = source.openWorkbench()) {
            for (int index = 0; index < source.functionCount(); index++) {
                FunctionBody original = source.lift(index);
                var variants = new ArrayList<Sized>();
                var applied = new ArrayList<Rule>();
                for (VariantStrategy strategy : StrategyRegistry.create(List.of())) {
                    for (String rule : strategy.rules()) {
                        Optional<Variant> variant = apply(strategy.only(rule), original, source, workbench, index);
                        if (variant.isPresent()) {
                            variants.add(new Sized(variant.get(), 0, 1));
                            applied.add(new Rule(strategy.name(), rule));
                        }
                    }
                }
                ExprStatistics size = ExprStatistics.of(original.root());
                functions.add(new FunctionVariants(
                        index,
                        source.functionName(index),
                        new ExprStatistics(size.instructions(), size.bytes()),
                        variants,
                        Optional.empty(),
                        false));
                rules.add(applied);
            }
        }
        return new SingleRules(functions, rules);
    }

    private static Optional<Variant> apply(
            VariantStrategy strategy,
            FunctionBody original,
            ModuleSource source,
            CloseableWorkbench workbench,
            int index) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var context = new StrategyContext(
                    new VariantRandom(31L * index + attempt),
                    workbench,
                    source::liftForInlining,
                    source.mutableIntegerGlobals(),
                    new VariantLimits(GROWTH, Double.MAX_VALUE, source.framePreserving()));
            Optional<Variant> variant = strategy.apply(Variant.original(original), context)
                    .filter(v -> workbench.isValid(v.body(), v.helpers()));
            if (variant.isPresent()) {
                return variant;
            }
        }
        return Optional.empty();
    }
}
