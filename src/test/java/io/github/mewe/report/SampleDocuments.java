package io.github.mewe.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Made-up documents about a binary with any number of functions. */
public final class SampleDocuments {
    /** A function name that breaks out of HTML and templates if it is not escaped. */
    public static final String NASTY =
            "</script><script>window.injected=1</script><img src=x onerror=window.injected=2>&{{data}}";

    private static final String HASH = "ab".repeat(32);
    private static final List<String> GRANULARITIES = List.of("call", "instance", "bound");

    private final Random random;
    private final int functions;

    public SampleDocuments(int functions, long seed) {
        this.functions = functions;
        this.random = new Random(seed);
    }

    public Manifest manifest() {
        var all = new ArrayList<Manifest.Function>();
        int next = functions + 1;
        int variants = 0;
        for (int i = 0; i < functions; i++) {
            String name = i == 1 ? NASTY : "package::module::function_number_" + i;
            boolean isShort = i % 10 == 9;
            var made = new ArrayList<Manifest.Variant>();
            for (int v = 1; v <= (isShort ? 0 : 1 + random.nextInt(4)); v++) {
                made.add(new Manifest.Variant(
                        next++,
                        name + "$v" + v,
                        20 + random.nextInt(500),
                        List.of(),
                        List.of(
                                new Manifest.Step("structure", "block-splitting", List.of(1)),
                                new Manifest.Step("rewrite", "rule-" + random.nextInt(50), List.of(2))),
                        v == 1 ? Manifest.Variant.PROVED : Manifest.Variant.TO_BE_EXECUTED,
                        v == 1 ? null : "step 1 of 2 (structure block-splitting) is not proved"));
            }
            variants += made.size();
            String granularity = GRANULARITIES.get(random.nextInt(3));
            all.add(new Manifest.Function(
                    name,
                    i + 1,
                    i + 1,
                    5 + random.nextInt(400),
                    10 + random.nextInt(900),
                    isShort ? null : next++,
                    isShort ? null : name + "$v0",
                    isShort
                            ? null
                            : new Manifest.Choice(
                                    granularity,
                                    "call",
                                    null,
                                    i,
                                    "switch",
                                    Math.log(made.size() + 1) / Math.log(2),
                                    granularity.equals("bound") ? 1.0 : null,
                                    granularity.equals("bound") ? 1 : null),
                    new Manifest.Load(random.nextInt(1000), 1, 1.0 / (i + 1) / (1 + Math.log(functions))),
                    made,
                    isShort ? "it is shorter than a dispatcher" : null));
        }
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "1.2.3",
                "132",
                HASH,
                "cafe",
                Map.of("budget/variants", "4", "includes", ""),
                "export",
                "switch",
                new Manifest.Prediction("profile", 1.08),
                new Manifest.Diversity(812.5, 12.25, 345.6),
                false,
                new Manifest.Binary("app <b>.wasm", HASH, 1_000_000, 900_000),
                new Manifest.Binary("app-diversified.wasm", HASH, 5_000_000, 4_500_000),
                Manifest.Totals.of(all),
                all,
                List.of("the profile is <old>"),
                new Manifest.Seeding("host", "calls mewe_seed", "every instance repeats its choices"),
                "mewe_seed",
                null,
                null,
                null);
    }

    public Verification verification(Manifest manifest) {
        int variants = manifest.totals().variants();
        return new Verification(
                Verification.SCHEMA_VERSION,
                "1.2.3",
                manifest.output().name(),
                HASH,
                "feed",
                64,
                new Verification.Totals(variants, variants - 3, 2, 1, 2, 1, 0.87),
                manifest.functions().stream()
                        .filter(f -> !f.variants().isEmpty())
                        .map(f -> new Verification.Function(
                                f.name(),
                                f.index(),
                                f.variants().stream()
                                        .map(v -> new Verification.Variant(
                                                v.index(), v.name(), status(), 64, random.nextDouble(), null))
                                        .toList()))
                        .toList(),
                List.of(
                        new Verification.Run("main <1>", "Endive", "seed 1", "equal", null),
                        new Verification.Run("main <1>", "Endive", "seed 2", "divergent", "stdout differs")),
                List.of(new Verification.Divergence(
                        NASTY,
                        NASTY + "$v1",
                        List.of(new Manifest.Step("rewrite", "wrong <rule>", List.of())),
                        null,
                        null,
                        "(1, 2)",
                        "3",
                        "4",
                        "divergence-1.wat")));
    }

    private String status() {
        return List.of("executed", "executed", "executed", "proved", "not-executed")
                .get(random.nextInt(5));
    }

    public Measurement measurement(Manifest manifest) {
        var common = new TreeMap<Integer, Double>();
        for (int length = 3; length <= 8; length++) {
            common.put(length, 0.6 / length);
        }
        return new Measurement(
                Measurement.SCHEMA_VERSION,
                "1.2.3",
                manifest.output().name(),
                HASH,
                new Measurement.Statics(
                        functions,
                        functions,
                        manifest.totals().diversified(),
                        manifest.totals().variants(),
                        manifest.totals().variants(),
                        new Measurement.MachineCode("V8 <14>", 1000, 990),
                        rising(0.05, 0.04),
                        1_000_000,
                        5_000_000,
                        manifest.functions().stream()
                                .filter(f -> !f.variants().isEmpty())
                                .map(f -> new Measurement.FunctionEntry(
                                        f.name(), f.index(), f.variants().size() + 1, 2, 0.4, 0.1))
                                .toList(),
                        manifest.totals().diversified()),
                new Measurement.Exposure(0.01, common),
                List.of(
                        new Measurement.Dynamics(
                                "main <1>",
                                1000,
                                null,
                                rising(200, 1),
                                rising(20, 1),
                                rising(40, 2),
                                12,
                                0.998,
                                0.99,
                                1,
                                80,
                                123456.0,
                                IntStream.range(0, 40)
                                        .mapToObj(run ->
                                                random.ints(100, 0, 5).boxed().toList())
                                        .toList(),
                                60,
                                0.995,
                                "repetitions"),
                        new Measurement.Dynamics(
                                "broken",
                                0,
                                "it traps <always>",
                                null,
                                null,
                                null,
                                0,
                                0,
                                0,
                                0,
                                0,
                                null,
                                null,
                                0,
                                0,
                                null)),
                List.of(new Measurement.Times(
                        "main <1>",
                        "Node",
                        null,
                        rising(100, 2),
                        rising(108, 2),
                        1.07,
                        1.05,
                        1.09,
                        1234,
                        0.0001,
                        rising(1000, 5),
                        rising(2000, 5))),
                List.of(
                        new Measurement.Budgeted(1.02, 1.02, 10, 15, 5, 30, 50),
                        new Measurement.Budgeted(1.1, 1.09, 20, 20, 10, 10, 80),
                        new Measurement.Budgeted(1.5, 1.4, 50, 10, 0, 0, 120)));
    }

    private static Measurement.Distribution rising(double from, double step) {
        return new Measurement.Distribution(
                100,
                from + 10 * step,
                IntStream.rangeClosed(0, 20).mapToObj(i -> from + i * step).toList());
    }
}
