package io.github.mewe.equivalence.validation;

import com.google.gson.Gson;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures how many variants of real modules are proved; {@code src/bench/proofs/run.sh} says how to call it. */
final class ProofCommand {
    private static final int VARIANTS = 4;
    private static final double MAX_GROWTH = 8;
    private static final double MAX_VARIANT_COST = 1.3;

    private final Path base = Path.of(System.getProperty("project.basedir", "."));
    private final Path corpus = Path.of(System.getProperty(
            "mewe.corpus", base.resolve("target/real-modules").toString()));
    private final Path kept = base.resolve("target/proofs");
    private final StringBuilder tables = new StringBuilder();

    private ProofCommand() {}

    public static void main(String[] modules) throws IOException {
        var command = new ProofCommand();
        for (String module : modules) {
            command.measure(module);
        }
        Files.writeString(command.kept.resolve("proofs.md"), command.tables);
        System.out.print(command.tables);
    }

    private void measure(String module) throws IOException {
        byte[] input = Files.readAllBytes(corpus.resolve(module).resolve("module.wasm"));
        Files.createDirectories(kept);
        Path file = kept.resolve(module + ".wasm");
        Path json = kept.resolve(module + ".wasm.json");
        var manifests = new ManifestFile();
        if (!Files.exists(json)) {
            DiversificationResult result = diversify(input);
            Files.write(file, result.binary());
            Files.writeString(json, manifests.format(result.manifest()));
        }
        Manifest manifest = manifests.read(json).orElseThrow();
        int threads = Integer.getInteger("mewe.threads", Runtime.getRuntime().availableProcessors());
        Instant begin = Instant.now();
        List<VariantProof> proofs = new ModuleProofs(ProofLimits.DEFAULT, threads)
                .prove(
                        input,
                        Files.readAllBytes(file),
                        manifest,
                        begin.plusSeconds(Integer.getInteger("mewe.seconds", 3600)),
                        done -> {});
        Duration time = Duration.between(begin, Instant.now());
        tell(module, manifest, proofs, time);
        Files.writeString(kept.resolve(module + ".proofs.json"), log(manifest, proofs));
    }

    private static DiversificationResult diversify(byte[] input) {
        var request = new DiversificationRequest(
                new VariantBudget(VARIANTS, MAX_GROWTH, MAX_VARIANT_COST, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        return new Diversifier(Runtime.getRuntime().availableProcessors(), Path.of("target"))
                .diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
    }

    private void tell(String module, Manifest manifest, List<VariantProof> proofs, Duration time) {
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
        line("## " + module);
        line("");
        line(
                "| variants | tried | of functions without loops | of these modelled | proved | refuted | no answer | seconds |");
        line("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        line(String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d (%.1f %% of the modelled) | %d | %d | %.0f |",
                manifest.totals().variants(),
                proofs.size() - left,
                loopFree,
                modelled,
                proved,
                100.0 * proved / Math.max(1, modelled),
                refuted,
                unanswered,
                time.toMillis() / 1e3));
        line("");
        line("| why unknown | variants |");
        line("| --- | ---: |");
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> line("| " + entry.getKey() + " | " + entry.getValue() + " |"));
        line("");
    }

    /** What came of each variant, with what made it, to look into single ones. */
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

    private void line(String line) {
        tables.append(line).append('\n');
    }
}
