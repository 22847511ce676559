package io.github.mewe.bench.survival;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.util.List;
import java.util.Optional;

/** Diversifies with more variants than by default and without a limit on the running time. */
final class LargeBudget {
    /** The name that stands for all strategies together. */
    static final String ALL_STRATEGIES = "all";

    static final int VARIANTS = 8;
    static final double MAX_GROWTH = 30;
    private static final double ANY_OVERHEAD = 1000;

    private LargeBudget() {}

    /**
     * Diversifies a module.
     *
     * @param strategy the only strategy, or {@link #ALL_STRATEGIES}
     */
    static DiversificationResult diversify(byte[] input, String strategy) {
        var request = new DiversificationRequest(
                        new VariantBudget(VARIANTS, MAX_GROWTH, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        strategy.equals(ALL_STRATEGIES) ? List.of() : List.of(strategy),
                        RandomnessSource.AUTO)
                .withMaxOverhead(ANY_OVERHEAD)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
    }
}
