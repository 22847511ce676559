package io.github.mewe.bench;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.util.List;
import java.util.Optional;

/** The diversification requests of the benchmarks. */
public final class Requests {
    /** The plugin's default budget. */
    public static final VariantBudget DEFAULT_BUDGET = new VariantBudget(4, 8, 1.3, Optional.empty(), true, 1);

    /** The budget of the size {@code small}. */
    public static final VariantBudget SMALL_BUDGET = new VariantBudget(1, 2, 1.3, Optional.empty()).withCoverage(0.94);

    private Requests() {}

    /** The plugin's defaults, without a profile. */
    public static DiversificationRequest defaults(RandomnessSource randomness) {
        return withBudget(DEFAULT_BUDGET, randomness);
    }

    /** The plugin's defaults with another budget. */
    public static DiversificationRequest withBudget(VariantBudget budget, RandomnessSource randomness) {
        return request(budget, Optional.empty(), randomness);
    }

    /** The plugin's defaults with a fixed seed. */
    public static DiversificationRequest seeded(String seed, RandomnessSource randomness) {
        return request(DEFAULT_BUDGET, Optional.of(seed), randomness);
    }

    /** The plugin's defaults with another granularity. */
    public static DiversificationRequest withGranularity(GranularityChoice granularity, RandomnessSource randomness) {
        return new DiversificationRequest(DEFAULT_BUDGET, Optional.empty(), NameFilter.all(), List.of(), randomness)
                .withGranularity(granularity);
    }

    private static DiversificationRequest request(
            VariantBudget budget, Optional<String> seed, RandomnessSource randomness) {
        return new DiversificationRequest(budget, seed, NameFilter.all(), List.of(), randomness);
    }
}
