package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.FileStem;
import io.github.mewe.common.OptimizingCompiler;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.MultivariantModule;
import io.github.mewe.engine.PluginVersion;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifies that a multivariant binary does what its original does. */
public final class Verifier {
    /** The share of the time for checking derivations. */
    private static final double DERIVATION_SHARE = 0.7;

    /** The share of the time after that for executing variants one by one. */
    private static final double EXECUTION_SHARE = 0.7;

    /** The share of the time for proofs; whole runs get the rest. */
    private static final double PROOF_SHARE = 0.1;

    /** The time of a long proof by the solver. */
    private static final Duration LONGEST_PROOF = Duration.ofSeconds(6);

    /** The share of the time for finding faulty steps, if variants diverge. */
    private static final double FAULTY_STEP_SHARE = 0.15;

    private final int threads;
    private final VariantChecks checks;
    private final StrategySource strategies;
    private final FaultyStepSearch faultySteps;

    /**
     * Loads the native library.
     *
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Verifier(int threads, Path nativeDirectory) {
        this(threads, nativeDirectory, new IsolatedChecks(threads), StrategyRegistry::create);
    }

    Verifier(int threads, Path nativeDirectory, VariantChecks checks, StrategySource strategies) {
        this.threads = threads;
        this.checks = checks;
        this.strategies = strategies;
        this.faultySteps = new FaultyStepSearch(strategies);
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * The result of a verification.
     *
     * @param testCases the contents of the files that the divergences name
     */
    public record Result(Verification verification, Map<String, byte[]> testCases) {
        /** Copies the map. */
        public Result {
            testCases = Map.copyOf(testCases);
        }
    }

    /**
     * Verifies a binary that is not in a component.
     *
     * @param input the module that the binary was made from
     * @throws VerificationException if a module is not the one that the manifest describes, or a configured run is not
     *     possible with it
     */
    public Result verify(
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            VerificationProgress progress) {
        return verify(new MultivariantModule(input, binary, manifest, Optional.empty()), request, progress);
    }

    /**
     * Verifies a multivariant module.
     *
     * @throws VerificationException if a module is not the one that its manifest describes, or a configured run is not
     *     possible with it
     */
    public Result verify(MultivariantModule module, VerificationRequest request, VerificationProgress progress) {
        byte[] input = module.input();
        byte[] binary = module.binary();
        Manifest manifest = module.manifest();
        check("original", manifest.input(), input);
        check("multivariant binary", manifest.output(), binary);
        OptimizingCompiler.prepareFor(input.length);
        String seedText = request.seed().orElse(manifest.output().sha256());
        long seed = ByteBuffer.wrap(Sha256.of(seedText)).getLong();
        var subject = new VerificationSubject(input, binary, manifest, request, seed, module.frame());
        Deadline deadline = Deadline.in(request.time());
        try (BinaryenModule original = BinaryenModule.open(input)) {
            DerivationFindings derivations = new DerivationProofs(threads, strategies)
                    .prove(subject, original, Deadline.in(part(deadline.left(), DERIVATION_SHARE)), progress);
            VariantFindings executed =
                    checks.check(subject, derivations, Deadline.in(part(deadline.left(), EXECUTION_SHARE)), progress);
            VariantFindings explained =
                    faultySteps.in(executed, subject, Deadline.in(part(request.time(), FAULTY_STEP_SHARE)));
            RunFindings runs =
                    runs(subject, deadline.earlier(part(request.time(), PROOF_SHARE)), reported(explained), progress);
            // Proofs come last, because a proof that has started runs to its own limit.
            VariantFindings variants = new ProofChecks(threads)
                    .prove(subject, original, explained, deadline.earlier(LONGEST_PROOF), progress);
            return result(subject, seedText, variants, runs);
        }
    }

    private static Result result(
            VerificationSubject subject, String seedText, VariantFindings variants, RunFindings runs) {
        Manifest manifest = subject.manifest();
        var divergences = new ArrayList<Verification.Divergence>();
        Stream.concat(variants.divergences().stream(), notYetReported(runs, variants))
                .forEach(divergence -> divergences.add(placed(divergence, directory(manifest))));
        var testCases = new HashMap<String, byte[]>();
        variants.testCases().forEach((name, content) -> testCases.put(directory(manifest) + name, content));
        runs.testCases().forEach((name, content) -> testCases.put(directory(manifest) + name, content));
        var verification = new Verification(
                Verification.SCHEMA_VERSION,
                PluginVersion.get(),
                manifest.output().name(),
                manifest.output().sha256(),
                seedText,
                subject.request().inputs(),
                totals(variants),
                variants.functions(),
                runs.runs(),
                divergences);
        return new Result(verification, testCases);
    }

    /** The common start of the names of a binary's files. */
    static String stem(Manifest manifest) {
        return FileStem.of(manifest.output().name());
    }

    /** The directory of the test cases, beside the manifest. */
    static String directory(Manifest manifest) {
        return stem(manifest) + "-divergences/";
    }

    /** A variant that diverges in isolation shows in runs, too, but is reported once. */
    private static Stream<Verification.Divergence> notYetReported(RunFindings runs, VariantFindings variants) {
        Set<String> reported = reported(variants);
        return runs.divergences().stream()
                .filter(divergence -> divergence.variant() == null || !reported.contains(divergence.variant()));
    }

    private static Set<String> reported(VariantFindings variants) {
        return variants.divergences().stream()
                .map(Verification.Divergence::variant)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Verification.Divergence placed(Verification.Divergence divergence, String directory) {
        return divergence.testCase() == null ? divergence : divergence.withTestCase(directory + divergence.testCase());
    }

    private static Duration part(Duration time, double share) {
        return Duration.ofMillis((long) (share * time.toMillis()));
    }

    private RunFindings runs(
            VerificationSubject subject, Deadline deadline, Set<String> reported, VerificationProgress progress) {
        var faultyRunSteps = new FaultyRunSteps(subject.input(), subject.manifest(), strategies, reported);
        RunFindings driven = new DriverRuns(
                        threads, subject, Deadline.in(deadline.left().dividedBy(2)), faultyRunSteps, progress)
                .compare();
        try {
            return driven.with(
                    new ModuleRuns(ModuleRuns.engines(subject), threads, subject, deadline, faultyRunSteps, progress)
                            .compare());
        } catch (InvocationException e) {
            throw new VerificationException(e.getMessage());
        }
    }

    private static void check(String what, Manifest.Binary expected, byte[] bytes) {
        String hash = Sha256.hex(bytes);
        if (!hash.equals(expected.sha256())) {
            throw new VerificationException("the " + what + " " + expected.name()
                    + " does not match the manifest: its SHA-256 is " + hash + ", the manifest says "
                    + expected.sha256() + ". Run the goal diversify again");
        }
    }

    private static Verification.Totals totals(VariantFindings findings) {
        List<Verification.Variant> variants = findings.functions().stream()
                .flatMap(function -> function.variants().stream())
                .toList();
        var counts = new HashMap<String, Integer>();
        variants.forEach(variant -> counts.merge(variant.status(), 1, Integer::sum));
        int byDerivation = (int) variants.stream()
                .filter(variant -> variant.status().equals(Verification.Variant.PROVED)
                        && Verification.Variant.DERIVATION.equals(variant.by()))
                .count();
        return new Verification.Totals(
                variants.size(),
                counts.getOrDefault("executed", 0),
                counts.getOrDefault(Verification.Variant.PROVED, 0),
                byDerivation,
                counts.getOrDefault("not-executed", 0),
                counts.getOrDefault("divergent", 0),
                findings.reached());
    }
}
