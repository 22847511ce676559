package io.github.mewe.engine.verification;

import io.github.mewe.common.SplitMix64;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedComparison.Order;
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

    /** The same for variants whose derivations the deadline cut off: others are proved in the time that one runs. */
    private static final int PASSED_OVER_TIME = 10;

    private final int threads;

    IsolatedChecks(int threads) {
        this.threads = threads;
    }

    @Override
    public VariantFindings check(
            VerificationSubject subject,
            DerivationFindings derivations,
            Deadline deadline,
            VerificationProgress progress) {
        List<IsolatedVariant> unproved = run(
                subject,
                variant -> !derivations.isProved(variant) && !derivations.isPassedOver(variant),
                Order.LARGEST_FIRST,
                deadline,
                "variants executed",
                progress);
        List<IsolatedVariant> sample = run(
                subject,
                sampled(subject, derivations),
                Order.LARGEST_FIRST,
                part(SAMPLE_TIME, subject, deadline),
                "proved variants executed",
                progress);
        List<IsolatedVariant> passedOver = run(
                subject,
                derivations::isPassedOver,
                Order.SMALLEST_FIRST,
                part(PASSED_OVER_TIME, subject, deadline),
                "variants executed",
                progress);
        List<IsolatedVariant> executed =
                Stream.concat(unproved.stream(), passedOver.stream()).toList();
        return findings(subject.manifest(), derivations, executed, sample);
    }

    private static Deadline part(int divisor, VerificationSubject subject, Deadline deadline) {
        Duration most = subject.request().time().dividedBy(divisor);
        return Deadline.in(most.compareTo(deadline.left()) < 0 ? most : deadline.left());
    }

    /** The proved variants of some functions: the inputs of a function cost more than its runs. */
    private static Predicate<Manifest.Variant> sampled(VerificationSubject subject, DerivationFindings derivations) {
        Set<Integer> sampled = subject.manifest().functions().stream()
                .filter(function ->
                        SplitMix64.output(subject.seed() + function.index()) >>> 1 < SAMPLE_SHARE * Long.MAX_VALUE)
                .flatMap(function -> function.variants().stream())
                .filter(derivations::isProved)
                .map(Manifest.Variant::index)
                .collect(Collectors.toSet());
        return variant -> sampled.contains(variant.index());
    }

    private List<IsolatedVariant> run(
            VerificationSubject subject,
            Predicate<Manifest.Variant> chosen,
            Order order,
            Deadline deadline,
            String what,
            VerificationProgress progress) {
        int total = (int) subject.manifest().functions().stream()
                .flatMap(function -> function.variants().stream())
                .filter(chosen)
                .count();
        if (total == 0 || deadline.isOver()) {
            return List.of();
        }
        var settings = new IsolationSettings(
                subject.request().inputs(),
                subject.seed(),
                threads,
                IsolationSettings.FUEL,
                Optional.of(deadline.left()),
                done -> progress.done(what, done, total));
        try {
            return new IsolatedComparison(subject.input(), subject.binary(), subject.manifest(), settings)
                    .run(chosen, order);
        } catch (IllegalArgumentException e) {
            throw new VerificationException(e.getMessage());
        }
    }

    private static VariantFindings findings(
            Manifest manifest,
            DerivationFindings derivations,
            List<IsolatedVariant> executed,
            List<IsolatedVariant> sample) {
        Map<Integer, Verification.Variant> verdicts = new HashMap<>();
        executed.forEach(result -> verdicts.put(result.variant().index(), result.verdict()));
        sample.forEach(result -> verdicts.put(result.variant().index(), proved(result.verdict())));
        var functions = new ArrayList<Verification.Function>();
        for (Manifest.Function function : manifest.functions()) {
            if (!function.variants().isEmpty()) {
                List<Verification.Variant> variants = function.variants().stream()
                        .map(variant -> Optional.ofNullable(verdicts.get(variant.index()))
                                .orElseGet(() -> derivations.isProved(variant) ? proved(variant) : passedOver(variant)))
                        .toList();
                functions.add(new Verification.Function(function.name(), function.index(), variants));
            }
        }
        var divergences = new ArrayList<Verification.Divergence>();
        var testCases = new HashMap<String, byte[]>();
        Stream.concat(executed.stream(), sample.stream())
                .flatMap(result -> result.divergence().stream())
                .forEach(divergence -> {
                    divergences.add(divergence.divergence());
                    testCases.put(divergence.name() + ".json", divergence.json().getBytes(StandardCharsets.UTF_8));
                    testCases.put(divergence.name() + ".wat", divergence.wat().getBytes(StandardCharsets.UTF_8));
                });
        boolean isAllProved = functions.stream()
                .flatMap(function -> function.variants().stream())
                .allMatch(variant -> Verification.Variant.DERIVATION.equals(variant.by()));
        return new VariantFindings(functions, isAllProved ? 1 : reached(executed), divergences, testCases);
    }

    private static double reached(List<IsolatedVariant> results) {
        double instructions =
                results.stream().mapToLong(IsolatedVariant::instructions).sum();
        return instructions == 0
                ? 0
                : results.stream().mapToLong(IsolatedVariant::reached).sum() / instructions;
    }

    private static Verification.Variant passedOver(Manifest.Variant variant) {
        return new Verification.Variant(
                variant.index(), variant.name(), IsolatedVariant.NOT_EXECUTED, 0, null, Deadline.OVER);
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
