package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiversifierTest {
    @TempDir
    private Path directory;

    private final byte[] sample = Modules.sample();

    @ParameterizedTest
    @ValueSource(strings = {"structure", "optimize", "memory", "rewrite", "structure,optimize,memory,rewrite"})
    void behavesLikeTheInput(String strategies) {
        List<String> before = Running.of(sample).observeSample();
        for (int seed = 0; seed < 8; seed++) {
            DiversificationRequest request = new DiversificationRequest(
                    new VariantBudget(4, 100, 1.3, Optional.empty()),
                    Optional.of("seed " + seed),
                    NameFilter.all(),
                    List.of(strategies.split(",")),
                    RandomnessSource.FIXED);
            byte[] output = diversify(request, 2).binary();
            assertEquals(before, Running.of(output).observeSample(), strategies + " with seed " + seed);
        }
    }

    @Test
    void theOutputDependsOnlyOnInputAndRequest() {
        DiversificationRequest request = request(4, 100, Optional.empty());
        DiversificationResult one = diversify(request, 1);
        DiversificationResult other = diversify(request, 3);
        assertArrayEquals(one.binary(), other.binary());
        assertEquals(one.manifest(), other.manifest());
    }

    @Test
    void anotherSeedGivesAnotherBinary() {
        byte[] one = diversify(request(4, 100, Optional.of("a")), 2).binary();
        byte[] other = diversify(request(4, 100, Optional.of("b")), 2).binary();
        assertFalse(Arrays.equals(one, other));
    }

    @Test
    void theManifestHasTheIndicesOfTheBodies() {
        DiversificationResult result = diversify(request(4, 100, Optional.empty()), 2);
        BodiesByIndex bodies = new BodiesByIndex(result.binary());
        var distinct = new HashSet<String>();
        int variants = 0;
        for (Manifest.Function function : result.manifest().functions()) {
            for (Manifest.Variant variant : function.variants()) {
                assertEquals(variant.bytes(), bodies.at(variant.index()).length, variant.name());
                distinct.add(function.index() + ":" + Arrays.toString(bodies.at(variant.index())));
                variants++;
            }
            if (!function.variants().isEmpty()) {
                // Binaryen encodes it again, possibly a byte longer or shorter.
                int original = bodies.at(function.originalIndex()).length;
                assertEquals(function.bytes(), original, 2, "the original body of " + function.name() + " is kept");
            }
        }
        assertEquals(variants, distinct.size(), "every variant is another body");
        assertEquals(variants, result.manifest().totals().variants());
        assertTrue(variants > 20, variants + " variants");
    }

    @Test
    void omitsOriginalsOnRequest() {
        var weights = new WeightChoice(false, List.of());
        for (int variants : new int[] {1, 3}) {
            DiversificationResult result = diversify(request(variants, weights), 2);
            assertEquals(
                    Running.of(sample).observeSample(),
                    Running.of(result.binary()).observeSample());
            BodiesByIndex bodies = new BodiesByIndex(result.binary());
            for (Manifest.Function function : result.manifest().functions()) {
                assertNull(function.originalIndex(), function.name());
                assertNull(function.originalName(), function.name());
                int made = function.variants().size();
                assertEquals(made > 1, function.choice() != null, function.name() + " has a choice");
                if (made == 1) {
                    assertEquals(
                            function.dispatcherIndex(),
                            function.variants().get(0).index());
                    assertEquals(function.name(), function.variants().get(0).name());
                }
                for (Manifest.Variant variant : function.variants()) {
                    assertEquals(variant.bytes(), bodies.at(variant.index()).length, variant.name());
                }
            }
            assertTrue(result.manifest().totals().diversified() > 3);
            assertEquals("false", result.manifest().parameters().get("includeOriginal"));
        }
    }

    @Test
    void theFirstMatchingRuleGivesTheWeights() {
        var fib = new Weights(OptionalDouble.of(0), List.of());
        var all = new Weights(OptionalDouble.of(0.25), List.of(2.0, 1.0));
        var weights =
                new WeightChoice(true, List.of(new WeightChoice.Rule("f?b", fib), new WeightChoice.Rule("*", all)));
        DiversificationResult result = diversify(request(2, weights), 2);
        assertEquals(
                Running.of(sample).observeSample(), Running.of(result.binary()).observeSample());
        for (Manifest.Function function : result.manifest().functions()) {
            boolean hasOriginal =
                    !function.variants().isEmpty() && !function.name().equals("fib");
            assertEquals(hasOriginal, function.originalIndex() != null, function.name());
        }
        assertEquals(fib, weights.compiled().apply("fib"));
        assertEquals(all, weights.compiled().apply("fibs"));
        assertEquals("f?b=0.0,*=0.25:2.0:1.0", result.manifest().parameters().get("weights"));
        assertNotEquals(
                request(2, weights).fingerprint(sample, Optional.empty()),
                request(2, WeightChoice.EQUAL).fingerprint(sample, Optional.empty()));
    }

    private static DiversificationRequest request(int variants, WeightChoice weights) {
        return new DiversificationRequest(
                        new VariantBudget(variants, 100, 1.3, Optional.empty()),
                        Optional.of("weights"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.FIXED)
                .with(weights);
    }

    @Test
    void growthStaysWithinTheBudget() {
        for (double growth : new double[] {1.0, 2.0, 3.5, 6.0}) {
            Manifest manifest =
                    diversify(request(8, growth, Optional.empty()), 2).manifest();
            double actual =
                    manifest.output().codeBytes() / (double) manifest.input().codeBytes();
            assertTrue(actual <= growth, "maxGrowth " + growth + " gave " + actual);
        }
    }

    @Test
    void recordsAnExpiredTimeLimitInTheManifest() {
        var budget = new VariantBudget(4, 8, 1.3, Optional.of(Duration.ofNanos(1)));
        Manifest manifest = diversify(
                        new DiversificationRequest(
                                budget, Optional.empty(), NameFilter.all(), List.of(), RandomnessSource.AUTO),
                        1)
                .manifest();
        assertTrue(manifest.timeLimited());
        assertEquals(0, manifest.totals().variants());
        assertTrue(manifest.functions().stream().allMatch(f -> f.reason() != null));
    }

    @Test
    void leavesExcludedFunctionsUnchanged() {
        var request = new DiversificationRequest(
                new VariantBudget(2, 100, 1.3, Optional.empty()),
                Optional.empty(),
                new NameFilter(List.of("m*", "f?b"), List.of("mi?")),
                List.of(),
                RandomnessSource.AUTO);
        for (Manifest.Function function : diversify(request, 1).manifest().functions()) {
            boolean diversified = !function.variants().isEmpty();
            assertEquals(function.name().equals("fib"), diversified, function.name());
        }
    }

    @Test
    void rejectsADiversifiedModule() {
        byte[] once = diversify(request(2, 100, Optional.empty()), 1).binary();
        var e = assertThrows(
                DiversificationException.class,
                () -> new Diversifier(1, directory)
                        .diversify("x.wasm", once, "y.wasm", request(2, 100, Optional.empty()), Progress.SILENT));
        assertTrue(e.getMessage().contains("is already multivariant"), e.getMessage());
        assertTrue(e.getMessage().contains("<force>"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void diversifiesADiversifiedModuleIfForced(Granularity granularity) {
        List<String> before = Running.of(sample).observeSample();
        DiversificationRequest forced = forced(granularity);
        DiversificationResult once = diversify(forced, 2);
        DiversificationResult twice =
                new Diversifier(2, directory).diversify("x.wasm", once.binary(), "y.wasm", forced, Progress.SILENT);
        Set<Integer> dispatchers = once.manifest().functions().stream()
                .filter(function -> !function.variants().isEmpty())
                .map(Manifest.Function::dispatcherIndex)
                .collect(Collectors.toSet());
        long again = twice.manifest().functions().stream()
                .filter(function -> dispatchers.contains(function.index()))
                .filter(function -> !function.variants().isEmpty())
                .count();
        assertTrue(again >= 5, again + " dispatchers have variants");
        assertEquals("mewe_seed", twice.manifest().seedExport());
        for (long seed = 0; seed < 6; seed++) {
            Running module = Running.of(twice.binary());
            module.call("mewe_seed", seed, ~seed);
            assertEquals(before, module.observeSample(), "seed " + seed);
        }
    }

    private static DiversificationRequest forced(Granularity granularity) {
        return new DiversificationRequest(
                        new VariantBudget(3, 100, 1.3, Optional.empty()),
                        Optional.of("again"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(new GranularityChoice(Optional.of(granularity), List.of()))
                .forced();
    }

    @Test
    void theManifestHasTheNumbersAndTheShapeOfDispatchers() {
        var options = new DispatchOptions(DispatchShape.TABLE, ChoiceTrace.NONE, true);
        DiversificationRequest request = request(2, 100, Optional.empty()).with(options);
        // The sample has a table and no reference types.
        Manifest fallen = diversify(request, 2).manifest();
        assertEquals("table", fallen.parameters().get("dispatch"));
        assertEquals("switch", fallen.dispatch());
        assertEquals(Set.of("switch"), shapes(fallen));
        byte[] input = Modules.of(TWO_LOOPS);
        Manifest manifest = new Diversifier(2, directory)
                .diversify("in.wasm", input, "out.wasm", request, Progress.SILENT)
                .manifest();
        assertEquals("table", manifest.dispatch());
        assertEquals(Set.of("table"), shapes(manifest));
        assertEquals(
                List.of(0, 1),
                manifest.functions().stream()
                        .filter(f -> f.choice() != null)
                        .map(f -> f.choice().number())
                        .toList());
        assertEquals(
                "a trampoline: it only forwards to another function, which is cheaper than a dispatcher",
                manifest.functions().get(1).reason());
    }

    @Test
    void tracingDoesNotChangeTheChoices() {
        // A growth limit that drops variants: tracing makes dispatchers larger.
        for (double growth : new double[] {100, 8}) {
            DiversificationRequest request = request(4, growth, Optional.empty());
            Manifest plain = diversify(request, 2).manifest();
            for (ChoiceTrace trace : List.of(ChoiceTrace.NONE, ChoiceTrace.IMPORT)) {
                var options = new DispatchOptions(DispatchShape.SWITCH, trace, true);
                Manifest observed = diversify(request.with(options), 2).manifest();
                assertEquals(plain.seed(), observed.seed());
                assertEquals(choices(plain), choices(observed), "growth " + growth + ", trace " + trace);
            }
        }
    }

    /** The bodies of each function and their dispatch. */
    private static List<List<?>> choices(Manifest manifest) {
        return manifest.functions().stream()
                .<List<?>>map(function -> Arrays.asList(
                        function.name(),
                        function.choice(),
                        function.variants().stream()
                                .map(Manifest.Variant::chain)
                                .toList()))
                .toList();
    }

    private static Set<String> shapes(Manifest manifest) {
        return manifest.functions().stream()
                .filter(f -> f.choice() != null)
                .map(f -> f.choice().shape())
                .collect(Collectors.toSet());
    }

    private static final String TWO_LOOPS = """
            (module
              (func $sum (param i32 i32) (result i32) (local i32)
                (loop $again
                  (local.set 2 (i32.add (i32.mul (local.get 2) (i32.const 31)) (local.get 0)))
                  (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
                (i32.xor (local.get 1) (local.get 2)))
              (func (export "sum") (param i32 i32) (result i32) (call $sum (local.get 0) (local.get 1)))
              (func (export "both") (param i32) (result i32)
                (i32.add (call $sum (local.get 0) (i32.const 3)) (call $sum (i32.const 5) (local.get 0)))))
            """;

    private static DiversificationRequest request(int variants, double growth, Optional<String> seed) {
        return new DiversificationRequest(
                new VariantBudget(variants, growth, 1.3, Optional.empty()),
                seed,
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
    }

    private DiversificationResult diversify(DiversificationRequest request, int threads) {
        return new Diversifier(threads, directory).diversify("in.wasm", sample, "out.wasm", request, Progress.SILENT);
    }
}
