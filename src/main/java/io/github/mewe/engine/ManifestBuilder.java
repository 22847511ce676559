package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.binaryen.GlobalInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.link.HarvestedImport;
import io.github.mewe.profile.Workload;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.Step;
import io.github.mewe.wasm.BinaryLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Builds the manifests of the multivariant binaries of an input. */
public final class ManifestBuilder {
    private final DiversificationJob job;
    private final AnalyzedModule module;
    private final boolean timeLimited;

    /**
     * Creates a builder.
     *
     * @param job the request and its input
     * @param module the analysed input
     * @param timeLimited true if generation stopped at the time limit
     */
    ManifestBuilder(DiversificationJob job, AnalyzedModule module, boolean timeLimited) {
        this.job = job;
        this.module = module;
        this.timeLimited = timeLimited;
    }

    /**
     * The manifest of a binary.
     *
     * @param member the number of the binary in the population, from 1
     */
    Manifest build(LinkedBinary binary, int member) {
        CompletableFuture<String> outputHash =
                CompletableFuture.supplyAsync(() -> Sha256.hex(binary.output().bytes()));
        List<Manifest.Function> functions = new ManifestFunctions(module, job.input(), binary).all();
        ResolvedOptions options = binary.options();
        InputModule input = job.input();
        OutputModule output = binary.output();
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                PluginVersion.get(),
                BinaryenModule.BINARYEN_VERSION,
                job.fingerprint(member),
                job.seed().text(),
                job.request().parameters(),
                options.randomness().configurationName(),
                options.shape().configurationName(),
                prediction(binary),
                diversity(binary),
                timeLimited,
                binary(input.name(), input.bytes(), Sha256.hex(input.bytes()), input.layout()),
                binary(output.name(), output.bytes(), outputHash.join(), output.layout()),
                Manifest.Totals.of(functions),
                functions,
                warnings(binary),
                binary.isUnchanged() ? null : seeding(binary),
                binary.isUnchanged() ? null : options.seedExport().orElse(null),
                null,
                null,
                hardening(binary));
    }

    private Manifest.Hardening hardening(LinkedBinary binary) {
        if (job.request().hardening().isEmpty()) {
            return null;
        }
        List<String> globals =
                module.binaryen().globals().stream().map(GlobalInfo::name).toList();
        return HardeningDescription.of(
                binary.frames(),
                binary.output(),
                globals,
                module.heap().description(binary.output(), binary.added().heapAlarm()));
    }

    private Manifest.Prediction prediction(LinkedBinary binary) {
        String from = module.workload().recorded() ? "profile" : "estimate";
        return new Manifest.Prediction(from, rounded(binary.plan().overhead()));
    }

    private Manifest.Diversity diversity(LinkedBinary binary) {
        Workload workload = module.workload();
        double bitsPerRun = binary.functions().stream()
                .filter(function -> function.choice().isPresent())
                .mapToDouble(function ->
                        function.choice().get().bitsIn(workload.functions().get(function.index())))
                .sum();
        return new Manifest.Diversity(
                rounded(binary.output().pathBits()), rounded(module.pathBits()), rounded(bitsPerRun));
    }

    private Manifest.Seeding seeding(LinkedBinary binary) {
        return SeedingInstructions.of(
                binary.options(), harvested(binary), binary.added().harvest().obstacle());
    }

    private List<Manifest.Harvested> harvested(LinkedBinary binary) {
        List<FunctionInfo> functions = module.binaryen().functions();
        List<String> order = binary.output().functionOrder();
        var imports = new ArrayList<Manifest.Harvested>();
        for (HarvestedImport harvested : binary.added().harvest().imports()) {
            imports.add(new Manifest.Harvested(
                    harvested.function().importModule().orElseThrow(),
                    harvested.function().importName().orElseThrow(),
                    harvested.part().name().toLowerCase(Locale.ROOT),
                    functions.indexOf(harvested.function()),
                    order.indexOf(harvested.wrapper())));
        }
        return imports;
    }

    private static Manifest.Binary binary(String name, byte[] bytes, String hash, BinaryLayout layout) {
        return new Manifest.Binary(name, hash, bytes.length, layout.codeBytes());
    }

    private List<String> warnings(LinkedBinary binary) {
        return Stream.of(
                        module.binaryen().warnings().stream(),
                        module.profileMismatch().stream(),
                        OverheadWarning.of(job.request().linking(), binary.plan()).stream(),
                        snapshotWarning(binary).stream(),
                        StackWarning.of(binary.frames().stack()).stream(),
                        platformWarnings(binary).stream())
                .flatMap(warnings -> warnings)
                .toList();
    }

    private Optional<String> snapshotWarning(LinkedBinary binary) {
        return binary.isUnchanged()
                ? Optional.empty()
                : SnapshotWarning.of(module.binaryen(), binary.options().randomness());
    }

    private List<String> platformWarnings(LinkedBinary binary) {
        Optional<Platform> platform = job.request().linking().target().platform();
        if (platform.isEmpty()) {
            return List.of();
        }
        OutputProperties facts = OutputProperties.of(binary, module.binaryen().initialMemoryBytes());
        boolean isInComponent = job.input().entryPoints().isPresent();
        return PlatformChecks.warnings(platform.get(), isInComponent ? facts.withoutRandomness() : facts);
    }

    /** Rounds to four significant digits; estimates are no more precise. */
    static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }

    /** The steps of a chain, in the manifest's form. */
    public static List<Manifest.Step> steps(List<Step> chain) {
        return chain.stream()
                .map(step -> new Manifest.Step(step.strategy(), step.rule(), step.sites()))
                .toList();
    }
}
