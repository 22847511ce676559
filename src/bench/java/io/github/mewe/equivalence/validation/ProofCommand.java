package io.github.mewe.equivalence.validation;

import static io.github.mewe.bench.Figures.count;
import static io.github.mewe.bench.Figures.fixed;
import static io.github.mewe.bench.Figures.percent;

import com.google.gson.Gson;
import io.github.mewe.bench.Page;
import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Table;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the share of variants of real modules that are proved equivalent to their originals. */
@Command(
        name = "src/bench/proofs/run.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measures the share of variants of real modules that are proved equivalent to their originals. Writes"
                        + " the tables to target/proofs/proofs.md, and the outcome of each variant to"
                        + " target/proofs/MODULE.proofs.json. Binaries in target/proofs are used again.")
final class ProofCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            defaultValue = "3600",
            description = "When the proofs of a module end; variants are tried in a drawn order.")
    private int seconds;

    @Option(names = "--threads", description = "The number of threads; all processors by default.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = "libsodium,sqlite",
            description = "Modules of src/test/corpus.")
    private List<String> modules;

    private final Path directory = ProjectFiles.target().resolve("proofs");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProofCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        var page = new Page("Proofs");
        for (String module : modules) {
            measure(module, page);
        }
        page.write(directory.resolve("proofs.md"));
        return 0;
    }

    private void measure(String module, Page page) throws IOException {
        byte[] input = RealModules.read(module);
        Files.createDirectories(directory);
        Path file = directory.resolve(module + ".wasm");
        Path json = directory.resolve(module + ".wasm.json");
        var manifests = new ManifestFile();
        if (!Files.exists(json)) {
            DiversificationResult result = diversify(input);
            Files.write(file, result.binary());
            Files.writeString(json, manifests.format(result.manifest()));
        }
        Manifest manifest = manifests.read(json).orElseThrow();
        Instant begin = Instant.now();
        List<VariantProof> proofs = new ModuleProofs(ProofLimits.DEFAULT, threads)
                .prove(input, Files.readAllBytes(file), manifest, begin.plusSeconds(seconds), done -> {});
        Duration time = Duration.between(begin, Instant.now());
        describe(module, manifest, proofs, time, page);
        Files.writeString(directory.resolve(module + ".proofs.json"), log(manifest, proofs));
    }

    private static DiversificationResult diversify(byte[] input) {
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify(
                        "module.wasm",
                        input,
                        "diversified.wasm",
                        Requests.defaults(RandomnessSource.AUTO),
                        Progress.SILENT);
    }

    private static void describe(
            String module, Manifest manifest, List<VariantProof> proofs, Duration time, Page page) {
        Map<String, Integer> reasons = new TreeMap<>();
        int proved = 0;
        int refuted = 0;
        for (VariantProof proof : proofs) {
            if (proof.proof() instanceof Proof.Unknown unknown) {
                reasons.merge(unknown.reason(), 1, Integer::sum);
            } else if (proof.proof() instanceof Proof.Refuted) {
                refuted++;
            } else {
                proved++;
            }
        }
        int loops = Optional.ofNullable(reasons.remove(VariantProver.LOOP)).orElse(0);
        int left = Optional.ofNullable(reasons.remove(ModuleProofs.TIME_OVER)).orElse(0);
        int loopFree = proofs.size() - left - loops;
        long unanswered = proofs.stream()
                .filter(proof -> proof.proof() instanceof Proof.Unknown unknown
                        && unknown.reason().startsWith(EquivalenceQuery.NO_ANSWER))
                .count();
        long modelled = proved + refuted + unanswered;
        var outcomes = new Table(
                List.of(),
                List.of(
                        "variants",
                        "tried",
                        "of functions without loops",
                        "of these modelled",
                        "proved",
                        "refuted",
                        "no answer",
                        "seconds"));
        outcomes.row(
                count(manifest.totals().variants()),
                count(proofs.size() - left),
                count(loopFree),
                count(modelled),
                count(proved) + " (" + percent((double) proved / Math.max(1, modelled), 1) + ")",
                refuted,
                unanswered,
                fixed(time.toMillis() / 1e3, 0));
        var unknown = new Table(List.of("unproved because"), List.of("variants"));
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> unknown.row(entry.getKey(), entry.getValue()));
        page.section(module).add(outcomes).add(unknown);
    }

    /** The outcome of each variant, with the rules that made it, for the analysis of single variants. */
    private static String log(Manifest manifest, List<VariantProof> proofs) {
        Map<Integer, Manifest.Variant> variants = new TreeMap<>();
        manifest.functions()
                .forEach(function -> function.variants().forEach(variant -> variants.put(variant.index(), variant)));
        var gson = new Gson();
        List<String> lines = new ArrayList<>();
        for (VariantProof proof : proofs) {
            Manifest.Variant variant = variants.get(proof.variant());
            Map<String, Object> entry = new TreeMap<>();
            entry.put("function", proof.function());
            entry.put("name", variant.name());
            entry.put("chain", variant.chain().stream().map(Manifest.Step::rule).toList());
            entry.put("proof", proof.proof().toString());
            entry.put("ms", proof.time().toMillis());
            lines.add(gson.toJson(entry));
        }
        return String.join("\n", lines) + "\n";
    }
}
