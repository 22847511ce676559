package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.isolation.FaultSeeding.Seeded;
import io.github.mewe.equivalence.isolation.FaultSeeding.Seeds;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Map<Integer, IsolatedVariant> results = run(input, seeds.binary(), manifest, seeds.faults());
            List<Seeded> missed = new ArrayList<>();
            for (Seeded seeded : seeds.faults()) {
                if (!results.get(seeded.variant().index()).verdict().status().equals(IsolatedVariant.DIVERGENT)) {
                    missed.add(seeded);
                }
            }
            Map<Integer, IsolatedVariant> traps = run(input, seeding.withTraps(missed), manifest, missed);
            int unreached = 0;
            for (Seeded seeded : missed) {
                boolean isReached =
                        traps.get(seeded.variant().index()).verdict().status().equals(IsolatedVariant.DIVERGENT);
                unreached += isReached ? 0 : 1;
                if (isReached) {
                    out.println("  MISSED " + seeded.fault() + " " + seeded.function().name() + " "
                            + seeded.variant().name() + " "
                            + results.get(seeded.variant().index()).verdict() + "\n    " + shown(seeded.from())
                            + "\n    " + shown(seeded.to()));
                }
            }
            out.println(file + ": " + seeds.faults().size() + " faults, missed " + missed.size() + ", of them not reached "
                    + unreached);
        }
    }

    private static String shown(Object expr) {
        String text = expr.toString()
                .replaceAll("ValueType\\[id=\\d+, isTuple=false\\]|type=(none|i32|i64|f32|f64)", "")
                .replaceAll("Memory\\[[^]]*\\]", "m");
        return text.substring(0, Math.min(300, text.length()));
    }

    private static Map<Integer, IsolatedVariant> run(
            byte[] input, byte[] binary, Manifest manifest, List<Seeded> faults) {
        Set<Integer> indices = new HashSet<>();
        faults.forEach(seeded -> indices.add(seeded.variant().index()));
        Map<Integer, IsolatedVariant> results = new HashMap<>();
        new IsolatedComparison(input, binary, manifest, IsolationSettings.defaults(1, 2))
                .run(variant -> indices.contains(variant.index()))
                .forEach(result -> results.put(result.variant().index(), result));
        return results;
    }
}
