package io.github.mewe.equivalence.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executes all variants of a published module beside their originals. */
class IsolatedModuleIT {
    private static final String MODULE = "libsodium";
    private static final int THREADS = 2;
    private static final long SEED = 1;
    private static final int LEAST_VARIANTS = 1000;
    private static final double LEAST_REACHED = 0.6;

    @TempDir
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));

    @Test
    void executesAllVariantsOfARealModule() throws IOException, InterruptedException {
        byte[] input = RealModules.fetched(List.of(MODULE)).get(MODULE);
        var budget = new VariantBudget(4, 30, 1.3, Optional.empty());
        var request = new DiversificationRequest(
                budget, Optional.empty(), NameFilter.all(), List.of(), RandomnessSource.EXPORT);
        DiversificationResult made =
                new Diversifier(THREADS, scratch).diversify(MODULE, input, MODULE, request, Progress.SILENT);
        System.out.println("verification seed " + SEED);
        List<IsolatedVariant> results = new IsolatedComparison(
                        input, made.binary(), made.manifest(), IsolationSettings.defaults(SEED, THREADS))
                .run();
        assertEquals(made.manifest().totals().variants(), results.size());
        assertTrue(results.size() >= LEAST_VARIANTS, () -> results.size() + " variants");
        long instructions = 0;
        long reached = 0;
        for (IsolatedVariant result : results) {
            assertEquals(
                    IsolatedVariant.EXECUTED,
                    result.verdict().status(),
                    () -> result.verdict() + " "
                            + result.divergence().map(IsolatedDivergence::json).orElse(""));
            assertTrue(result.verdict().inputs() > 0, () -> result.verdict().toString());
            instructions += result.instructions();
            reached += result.reached();
        }
        double share = (double) reached / instructions;
        System.out.printf("%d variants executed, %.1f %% of instructions reached%n", results.size(), 100 * share);
        assertTrue(share >= LEAST_REACHED, () -> share + " of the instructions reached");
    }
}
