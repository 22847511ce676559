package io.github.mewe.engine.verification;

import io.github.mewe.engine.VerificationException;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedDivergence;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes each variant beside its original, on the same inputs. */
final class IsolatedChecks implements VariantChecks {
    private final int threads;

    IsolatedChecks(int threads) {
        this.threads = threads;
    }

    @Override
    public VariantFindings check(VerificationSubject subject, Deadline deadline, VerificationProgress progress) {
        int total = subject.manifest().totals().variants();
        var settings = new IsolationSettings(
                subject.request().inputs(),
                subject.seed(),
                threads,
                IsolationSettings.FUEL,
                Optional.of(deadline.left()),
                done -> progress.done("variants executed", done, total));
        List<IsolatedVariant> results;
        try {
            results = new IsolatedComparison(subject.input(), subject.binary(), subject.manifest(), settings).run();
        } catch (IllegalArgumentException e) {
            throw new VerificationException(e.getMessage());
        }
        return findings(results);
    }

    private static VariantFindings findings(List<IsolatedVariant> results) {
        Map<Manifest.Function, List<Verification.Variant>> byFunction = new LinkedHashMap<>();
        var divergences = new ArrayList<Verification.Divergence>();
        var testCases = new HashMap<String, byte[]>();
        long instructions = 0;
        long reached = 0;
        for (IsolatedVariant result : results) {
            byFunction
                    .computeIfAbsent(result.function(), function -> new ArrayList<>())
                    .add(result.verdict());
            instructions += result.instructions();
            reached += result.reached();
            if (result.divergence().isPresent()) {
                IsolatedDivergence divergence = result.divergence().get();
                divergences.add(divergence.divergence());
                testCases.put(divergence.name() + ".json", divergence.json().getBytes(StandardCharsets.UTF_8));
                testCases.put(divergence.name() + ".wat", divergence.wat().getBytes(StandardCharsets.UTF_8));
            }
        }
        var functions = new ArrayList<Verification.Function>();
        byFunction.forEach((function, variants) ->
                functions.add(new Verification.Function(function.name(), function.index(), variants)));
        return new VariantFindings(
                functions, instructions == 0 ? 0 : (double) reached / instructions, divergences, testCases);
    }
}
