package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.FileStem;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.PluginVersion;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.engine.StrategySource;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verifies that a multivariant binary does what its original does. */
public final class Verifier {
    /** Of the time, this share is for executing variants one by one. */
    private static final double EXECUTION_SHARE = 0.7;

    /** This share is left for proofs; what is between is for whole runs. */
    private static final double PROOF_SHARE = 0.1;

    /** This share may go to finding out which steps are wrong, where variants are. */
    private static final double CULPRIT_SHARE = 0.15;

    private final int threads;
    private final VariantChecks checks;
    private final StrategySource strategies;
    private final FaultyStepSearch culprits;

    /**
     * A verifier.
     *
     * @param threads how many threads it uses
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Verifier(int threads, Path nativeDirectory) {
        this(threads, nativeDirectory, new IsolatedChecks(threads), StrategyRegistry::create);
    }

    Verifier(int threads, Path nativeDirectory, VariantChecks checks, StrategySource strategies) {
        this.threads = threads;
        this.checks = checks;
        this.strategies = strategies;
        this.culprits = new FaultyStepSearch(strategies);
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * What came of it.
     *
     * @param verification what was executed, proved and compared
     * @param testCases the contents of the files that its divergences name
     */
    public record Result(Verification verification, Map<String, byte[]> testCases) {
        /** Copies the map. */
        public Result {
            testCases = Map.copyOf(testCases);
        }
    }

    /**
     * Verifies.
     *
     * @param input the module that the binary was made from
     * @param binary the multivariant binary
     * @param manifest its manifest
     * @param request how much is verified
     * @param progress hears how far the work is
     * @throws VerificationException if one of them does not fit the manifest, or a run cannot be made as asked
     */
    public Result verify(
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            VerificationProgress progress) {
        check("original", manifest.input(), input);
        check("multivariant binary", manifest.output(), binary);
        String seedText = request.seed().orElse(manifest.output().sha256());
        long seed = ByteBuffer.wrap(Sha256.of(seedText)).getLong();
        Deadline deadline = Deadline.in(request.time());
        VariantFindings executed = checks.check(
                input, binary, manifest, request, seed, Deadline.in(part(request.time(), EXECUTION_SHARE)), progress);
        Deadline forRuns = deadline.earlier(part(request.time(), PROOF_SHARE));
        VariantFindings explained =
                culprits.in(executed, input, manifest, request, seed, Deadline.in(part(request.time(), CULPRIT_SHARE)));
        var runCulprits = new FaultyRunSteps(input, manifest, strategies, told(explained));
        RunFindings runs = runs(input, binary, manifest, request, seed, forRuns, runCulprits, progress);
        // A proof that was begun is not stopped: so they come last.
        VariantFindings variants =
                new ProofChecks(threads).prove(input, binary, manifest, explained, deadline, progress);
        var divergences = new ArrayList<Verification.Divergence>();
        Stream.concat(variants.divergences().stream(), notToldYet(runs, variants))
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
                request.inputs(),
                totals(variants),
                variants.functions(),
                runs.runs(),
                divergences);
        return new Result(verification, testCases);
    }

    /** What the names of the files begin with that belong to a binary. */
    static String stem(Manifest manifest) {
        return FileStem.of(manifest.output().name());
    }

    /** The directory beside the manifest that test cases go to. */
    static String directory(Manifest manifest) {
        return stem(manifest) + "-divergences/";
    }

    /** What a variant does wrong alone shows in runs too. */
    private static Stream<Verification.Divergence> notToldYet(RunFindings runs, VariantFindings variants) {
        Set<String> told = told(variants);
        return runs.divergences().stream()
                .filter(divergence -> divergence.variant() == null || !told.contains(divergence.variant()));
    }

    private static Set<String> told(VariantFindings variants) {
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
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            long seed,
            Deadline deadline,
            FaultyRunSteps culprits,
            VerificationProgress progress) {
        try {
            return new ModuleRuns(
                            Engines.forComparison(),
                            threads,
                            input,
                            binary,
                            manifest,
                            request,
                            deadline,
                            seed,
                            culprits,
                            progress)
                    .compare();
        } catch (InvocationException e) {
            throw new VerificationException(e.getMessage());
        }
    }

    private static void check(String what, Manifest.Binary expected, byte[] bytes) {
        String hash = Sha256.hex(bytes);
        if (!hash.equals(expected.sha256())) {
            throw new VerificationException("the " + what + " " + expected.name()
                    + " is not the one that the manifest is about: its SHA-256 is " + hash + ", and the manifest says "
                    + expected.sha256());
        }
    }

    private static Verification.Totals totals(VariantFindings findings) {
        var counts = new HashMap<String, Integer>();
        for (Verification.Function function : findings.functions()) {
            function.variants().forEach(variant -> counts.merge(variant.status(), 1, Integer::sum));
        }
        return new Verification.Totals(
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.getOrDefault("executed", 0),
                counts.getOrDefault("proved", 0),
                counts.getOrDefault("not-executed", 0),
                counts.getOrDefault("divergent", 0),
                findings.reached());
    }
}
