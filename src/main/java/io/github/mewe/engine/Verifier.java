package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.execution.Engines;
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

/** Verifies that a multivariant binary does what its original does. */
public final class Verifier {
    /** Of the time, this share is for variants one by one; what they leave is for whole runs. */
    private static final double VARIANTS_SHARE = 0.7;

    private final int threads;
    private final VariantChecks checks;

    /**
     * A verifier.
     *
     * @param threads how many threads it uses
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Verifier(int threads, Path nativeDirectory) {
        this(threads, nativeDirectory, new NoVariantChecks());
    }

    Verifier(int threads, Path nativeDirectory, VariantChecks checks) {
        this.threads = threads;
        this.checks = checks;
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
        long seed = ByteBuffer.wrap(Hashes.sha256(Hashes.utf8(seedText))).getLong();
        Deadline deadline = Deadline.in(request.time());
        Deadline forVariants = Deadline.in(
                Duration.ofMillis((long) (VARIANTS_SHARE * request.time().toMillis())));
        VariantFindings variants = checks.check(input, binary, manifest, request, seed, forVariants, progress);
        RunFindings runs = runs(input, binary, manifest, request, seed, deadline, progress);
        var divergences = new ArrayList<>(variants.divergences());
        divergences.addAll(runs.divergences());
        var testCases = new HashMap<>(variants.testCases());
        testCases.putAll(runs.testCases());
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

    private RunFindings runs(
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VerificationRequest request,
            long seed,
            Deadline deadline,
            VerificationProgress progress) {
        try {
            return new ModuleRuns(Engines.all(), threads, input, binary, manifest, request, deadline, seed, progress)
                    .compare();
        } catch (InvocationException e) {
            throw new VerificationException(e.getMessage());
        }
    }

    private static void check(String what, Manifest.Binary expected, byte[] bytes) {
        String hash = Hashes.hex(Hashes.sha256(bytes));
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

    /** Says of all variants that they were not executed alone. */
    private static final class NoVariantChecks implements VariantChecks {
        @Override
        public VariantFindings check(
                byte[] input,
                byte[] binary,
                Manifest manifest,
                VerificationRequest request,
                long seed,
                Deadline deadline,
                VerificationProgress progress) {
            List<Verification.Function> functions = manifest.functions().stream()
                    .filter(function -> !function.variants().isEmpty())
                    .map(function -> new Verification.Function(
                            function.name(),
                            function.index(),
                            function.variants().stream()
                                    .map(variant -> new Verification.Variant(
                                            variant.index(),
                                            variant.name(),
                                            "not-executed",
                                            0,
                                            null,
                                            "variants are not executed one by one"))
                                    .toList()))
                    .toList();
            return new VariantFindings(functions, 0, List.of(), Map.of());
        }
    }
}
