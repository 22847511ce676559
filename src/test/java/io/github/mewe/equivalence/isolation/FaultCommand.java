package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.isolation.FaultSeeding.Seeded;
import io.github.mewe.equivalence.isolation.FaultSeeding.Seeds;
import io.github.mewe.equivalence.validation.ModuleProofs;
import io.github.mewe.equivalence.validation.Proof;
import io.github.mewe.equivalence.validation.ProofLimits;
import io.github.mewe.equivalence.validation.Surroundings;
import io.github.mewe.equivalence.validation.VariantProver;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Seeds faults into variants that {@link IsolationCommand} left, and prints which were caught.
 *
 * <p>Arguments: that command's directory, faults of each kind, the seed, the module files.
 */
public final class FaultCommand {
    private static final Surroundings NOTHING = new Surroundings() {
        @Override
        public java.util.Optional<io.github.mewe.ir.FunctionBody> body(String function) {
            return java.util.Optional.empty();
        }

        @Override
        public boolean isImmutable(String global) {
            return false;
        }
    };

    private FaultCommand() {}

    /** Runs the command. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        for (int i = 3; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            Path binary = Path.of(arguments[0], file.getParent().getFileName() + "-4.wasm");
            byte[] input = Files.readAllBytes(file);
            Manifest manifest = new ManifestFile().read(Path.of(binary + ".json")).orElseThrow();
            var seeding = new FaultSeeding(input, Files.readAllBytes(binary), manifest);
            Seeds seeds = seeding.seed(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
            Map<Integer, IsolatedVariant> results = run(input, seeds.binary(), manifest, seeds.faults(), 64);
            List<Seeded> missed = new ArrayList<>();
            for (Seeded seeded : seeds.faults()) {
                if (!results.get(seeded.variant().index()).verdict().status().equals(IsolatedVariant.DIVERGENT)) {
                    missed.add(seeded);
                }
            }
            Map<Integer, IsolatedVariant> traps = run(input, seeding.withTraps(missed), manifest, missed, 64);
            int unreached = 0;
            Map<Integer, Proof> proofs = proofs(input, seeds.binary(), manifest, missed);
            int proved = 0;
            Map<Integer, IsolatedVariant> longer = run(input, seeds.binary(), manifest, missed, 1024);
            int known = 0;
            for (Seeded seeded : missed) {
                boolean isKnown =
                        longer.get(seeded.variant().index()).verdict().status().equals(IsolatedVariant.DIVERGENT);
                known += isKnown ? 1 : 0;
                boolean isReached =
                        traps.get(seeded.variant().index()).verdict().status().equals(IsolatedVariant.DIVERGENT);
                unreached += isReached ? 0 : 1;
                boolean branches = io.github.mewe.ir.ExprWalk.any(
                        seeded.context().root(),
                        expr -> expr instanceof io.github.mewe.ir.Break
                                || expr instanceof io.github.mewe.ir.Switch
                                || expr instanceof io.github.mewe.ir.Return
                                || expr instanceof io.github.mewe.ir.Opaque);
                boolean isProved = !branches
                                && new VariantProver(NOTHING, ProofLimits.DEFAULT)
                                        .prove(seeded.context(), seeded.changedContext(), List.of())
                                        instanceof Proof.Proved
                        || proofs.get(seeded.variant().index()) instanceof Proof.Proved;
                proved += isProved && isReached ? 1 : 0;
                if (isReached && !isProved) {
                    out.println((isKnown ? "  KNOWN " : "  MISSED ") + seeded.fault() + " " + seeded.function().name() + " "
                            + seeded.variant().name() + " "
                            + results.get(seeded.variant().index()).verdict() + proofs.get(seeded.variant().index()) + "\n    " + shown(seeded.from())
                            + "\n    " + shown(seeded.to()));
                }
            }
            out.println(file + ": " + seeds.faults().size() + " faults, missed " + missed.size() + ", of them not reached "
                    + unreached + ", reached and proved equivalent " + proved + ", known " + known);
        }
    }

    private static Map<Integer, Proof> proofs(
            byte[] input, byte[] binary, Manifest m, List<Seeded> faults) {
        Set<Integer> indices = new HashSet<>();
        faults.forEach(seeded -> indices.add(seeded.variant().index()));
        List<Manifest.Function> functions = m.functions().stream()
                .map(f -> new Manifest.Function(
                        f.name(),
                        f.index(),
                        f.dispatcherIndex(),
                        f.instructions(),
                        f.bytes(),
                        f.originalIndex(),
                        f.originalName(),
                        f.choice(),
                        f.load(),
                        f.variants().stream()
                                .filter(v -> indices.contains(v.index()))
                                .toList(),
                        f.reason()))
                .toList();
        var some = new Manifest(
                m.schemaVersion(),
                m.pluginVersion(),
                m.binaryenVersion(),
                m.fingerprint(),
                m.seed(),
                m.parameters(),
                m.randomness(),
                m.dispatch(),
                m.prediction(),
                m.diversity(),
                m.timeLimited(),
                m.input(),
                m.output(),
                m.totals(),
                functions,
                m.warnings(),
                m.seeding(),
                m.seedExport());
        Map<Integer, Proof> proofs = new HashMap<>();
        new ModuleProofs(ProofLimits.DEFAULT, 2)
                .prove(input, binary, some, Instant.now().plusSeconds(600), done -> {})
                .forEach(proof -> proofs.put(proof.variant(), proof.proof()));
        return proofs;
    }

    private static String shown(Object expr) {
        String text = expr.toString()
                .replaceAll("ValueType\\[id=\\d+, isTuple=false\\]|type=(none|i32|i64|f32|f64)", "")
                .replaceAll("Memory\\[[^]]*\\]", "m");
        return text.substring(0, Math.min(300, text.length()));
    }

    private static Map<Integer, IsolatedVariant> run(
            byte[] input, byte[] binary, Manifest manifest, List<Seeded> faults, int inputs) {
        Set<Integer> indices = new HashSet<>();
        faults.forEach(seeded -> indices.add(seeded.variant().index()));
        Map<Integer, IsolatedVariant> results = new HashMap<>();
        new IsolatedComparison(input, binary, manifest, new IsolationSettings(inputs, inputs, 2, 300, java.util.Optional.empty(), d -> {}))
                .run(variant -> indices.contains(variant.index()))
                .forEach(result -> results.put(result.variant().index(), result));
        return results;
    }
}
