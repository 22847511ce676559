package io.github.mewe.engine;

import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.memory.MemoryStrategy;
import io.github.mewe.variant.optimize.OptimizeStrategy;
import io.github.mewe.variant.rewrite.RewriteStrategy;
import io.github.mewe.variant.rewrite.RuleTable;
import io.github.mewe.variant.structure.StructureStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The variant strategies by their names. A new strategy is one line here. */
public final class StrategyRegistry {
    private static final Map<String, Supplier<VariantStrategy>> STRATEGIES = new LinkedHashMap<>();

    static {
        // Rewriting comes last, so that nothing simplifies what it made.
        STRATEGIES.put("structure", StructureStrategy::new);
        STRATEGIES.put("optimize", OptimizeStrategy::new);
        STRATEGIES.put("memory", MemoryStrategy::new);
        STRATEGIES.put("rewrite", () -> new RewriteStrategy(RuleTable.load()));
    }

    private StrategyRegistry() {}

    /** All names, in the order in which a variant passes through the strategies by default. */
    public static List<String> names() {
        return List.copyOf(STRATEGIES.keySet());
    }

    /**
     * Makes strategies.
     *
     * @param names their names, in the order in which a variant shall pass through them; none for all
     * @throws IllegalArgumentException if a name is unknown; the message lists those that are known
     */
    public static List<VariantStrategy> create(List<String> names) {
        return (names.isEmpty() ? names() : names)
                .stream().map(StrategyRegistry::create).toList();
    }

    private static VariantStrategy create(String name) {
        Supplier<VariantStrategy> supplier = STRATEGIES.get(name);
        if (supplier == null) {
            throw new IllegalArgumentException(
                    "unknown strategy '" + name + "'; known are " + String.join(", ", names()));
        }
        return supplier.get();
    }
}
