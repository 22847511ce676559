package io.github.mewe.engine.verification;

import io.github.mewe.common.SplitMix64;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Executes each variant beside its original, on the same inputs. Of the variants that are proved by their derivations,
 * it executes a sample, as a check on the checker of derivations.
 */
final class IsolatedChecks implements VariantChecks {
    /** The share of the functions whose proved variants are executed. */
    private static final double SAMPLE_SHARE = 0.1;

    /** The whole time, divided by the most for executing proved variants. */
    private static final int SAMPLE_TIME = 60;

    private final int threads;

    IsolatedChecks(int threads) {
        this.threads = threads;
    }

    @Override
    public VariantFindings check(
            VerificationSubject subject, Set<Integer> proved, Deadline deadline, VerificationProgress progress) {
        List<IsolatedVariant> unproved =
                run(subject, variant -> !proved.contains(variant.index()), deadline, "variants executed", progress);
        List<IsolatedVariant> sample = proved.isEmpty() || deadline.isOver()
                ? List.of()
                : run(
                        subject,
                        sampled(subject, proved),
                        forSample(subject, deadline),
                        "proved variants executed",
                        progress);
        return findings(subject.manifest(), unproved, sample);
    }

    private static Deadline forSample(VerificationSubject subject, Deadline deadline) {
        Duration most = subject.request().time().dividedBy(SAMPLE_TIME);
        return Deadline.in(most.compareTo(deadline.left()) < 0 ? most : deadline.left());
    }

    /** The proved variants of some functions: the inputs of a function cost more than its runs. */
    private static Predicate<Manifest.Variant> sampled(VerificationSubject subject, Set<Integer> proved) {
        Set<Integer> sampled = subject.manifest().functions().stream()
                .filter(function ->
                        SplitMix64.output(subject.seed() + function.index()) >>> 1 < SAMPLE_SHARE * Long.MAX_VALUE)
                .flatMap(function -> function.variants().stream())
                .map(Manifest.Variant::index)
                .filter(proved::contains)
                .collect(Collectors.toSet());
        return variant -> sampled.contains(variant.index());
    }

    private List<IsolatedVariant> run(
            VerificationSubject subject,
            Predicate<Manifest.Variant> chosen,
            Deadline deadline,
            String what,
            VerificationProgress progress) {
        int total = (int) subject.manifest().functions().stream()
                .flatMap(function -> function.variants().stream())
                .filter(chosen)
                .count();
        var settings = new IsolationSettings(
                subject.request().inputs(),
                subject.seed(),
                threads,
                IsolationSettings.FUEL,
                Optional.of(deadline.left()),
                done -> progress.done(what, done, total));
        try {
            return new IsolatedComparison(subject.input(), subject.binary(), subject.manifest(), settings).run(chosen);
        } catch (IllegalArgumentException e) {
            throw new VerificationException(e.getMessage());
        }
    }

    private static VariantFindings findings(
            Manifest manifest, List<IsolatedVariant> unproved, List<IsolatedVariant> sample) {
        Map<Integer, Verification.Variant> verdicts = new HashMap<>();
        unproved.forEach(result -> verdicts.put(result.variant().index(), result.verdict()));
        sample.forEach(result -> verdicts.put(result.variant().index(), proved(result.verdict())));
        var functions = new ArrayList<Verification.Function>();
        for (Manifest.Function function : manifest.functions()) {
            if (!function.variants().isEmpty()) {
                List<Verification.Variant> variants = function.variants().stream()
                        .map(variant ->
                                verdicts.containsKey(variant.index()) ? verdicts.get(variant.index()) : proved(variant))
                        .toList();
                functions.add(new Verification.Function(function.name(), function.index(), variants));
            }
        }
        var divergences = new ArrayList<Verification.Divergence>();
        var testCases = new HashMap<String, byte[]>();
        Stream.concat(unproved.stream(), sample.stream())
                .flatMap(result -> result.divergence().stream())
                .forEach(divergence -> {
                    divergences.add(divergence.divergence());
                    testCases.put(divergence.name() + ".json", divergence.json().getBytes(StandardCharsets.UTF_8));
                    testCases.put(divergence.name() + ".wat", divergence.wat().getBytes(StandardCharsets.UTF_8));
                });
        return new VariantFindings(functions, reached(unproved), divergences, testCases);
    }

    private static double reached(List<IsolatedVariant> results) {
        double instructions =
                results.stream().mapToLong(IsolatedVariant::instructions).sum();
        if (instructions == 0) {
            return results.isEmpty() ? 1 : 0;
        }
        return results.stream().mapToLong(IsolatedVariant::reached).sum() / instructions;
    }

    /** A proved variant that was not executed. */
    private static Verification.Variant proved(Manifest.Variant variant) {
        return new Verification.Variant(
                variant.index(),
                variant.name(),
                Verification.Variant.PROVED,
                0,
                null,
                null,
                Verification.Variant.DERIVATION);
    }

    /** A proved variant that was executed. A divergence refutes the proof. */
    private static Verification.Variant proved(Verification.Variant executed) {
        boolean isRefuted = executed.status().equals(IsolatedVariant.DIVERGENT);
        return new Verification.Variant(
                executed.index(),
                executed.name(),
                isRefuted ? executed.status() : Verification.Variant.PROVED,
                executed.inputs(),
                executed.reached(),
                isRefuted ? executed.reason() : null,
                Verification.Variant.DERIVATION);
    }
}
