package io.github.mewe.engine;

import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.memory.MemoryStrategy;
import io.github.mewe.variant.optimize.OptimizeStrategy;
import io.github.mewe.variant.rewrite.RewriteStrategy;
import io.github.mewe.variant.rewrite.RuleTable;
import io.github.mewe.variant.structure.StructureStrategy;
import io.github.mewe.variant.synthesis.ReplacementDatabase;
import io.github.mewe.variant.synthesis.Replacements;
import io.github.mewe.variant.synthesis.SynthesisStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Registers the variant strategies by name. A new strategy needs one line here. */
public final class StrategyRegistry {
    private static final Map<String, Function<Replacements, VariantStrategy>> STRATEGIES = new LinkedHashMap<>();

    static {
        // Rewriting comes last, so that no other strategy simplifies its results.
        STRATEGIES.put("structure", replacements -> new StructureStrategy());
        STRATEGIES.put("optimize", replacements -> new OptimizeStrategy());
        STRATEGIES.put("memory", replacements -> new MemoryStrategy());
        STRATEGIES.put("synthesis", SynthesisStrategy::new);
        STRATEGIES.put("rewrite", replacements -> new RewriteStrategy(RuleTable.load()));
    }

    private StrategyRegistry() {}

    /** All names in the default order of application. */
    public static List<String> names() {
        return List.copyOf(STRATEGIES.keySet());
    }

    /**
     * Checks that all names are known.
     *
     * @param names names of strategies
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    static void check(List<String> names) {
        for (String name : names) {
            if (!STRATEGIES.containsKey(name)) {
                throw new IllegalArgumentException(
                        "unknown strategy '" + name + "'; known are " + String.join(", ", names()));
            }
        }
    }

    /**
     * Creates strategies with the replacements that ship with the plugin.
     *
     * @param names their names in the order of application; empty for all
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    public static List<VariantStrategy> create(List<String> names) {
        return create(names, ReplacementDatabase.load());
    }

    /**
     * Creates strategies.
     *
     * @param names their names in the order of application; empty for all
     * @param replacements the replacements for the strategy {@code synthesis}
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    public static List<VariantStrategy> create(List<String> names, Replacements replacements) {
        check(names);
        return (names.isEmpty() ? names() : names)
                .stream().map(name -> STRATEGIES.get(name).apply(replacements)).toList();
    }
}
