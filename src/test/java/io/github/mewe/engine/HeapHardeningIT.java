package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.ClangModule;
import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.Running;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import io.github.mewe.harden.HeapSurvey;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards the heap of a C program with WASI's C library. */
class HeapHardeningIT {
    private static final String SMASHED = "unreachable";
    private static final Set<HardeningMeasure> HEAP = EnumSet.of(HardeningMeasure.HEAP);

    @TempDir
    static Path directory;

    private static byte[] original;
    private static DiversificationResult guarded;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        original = ClangModule.reactor(Node.resource(HeapSurvey.class, "heap.c"), "-Wl,--max-memory=4194304");
        guarded = hardened(original, HEAP);
    }

    private static DiversificationResult hardened(byte[] input, Set<HardeningMeasure> measures) {
        return hardened(input, HardeningOptions.of(measures));
    }

    private static DiversificationResult hardened(byte[] input, HardeningOptions options) {
        var request = new DiversificationRequest(
                        new VariantBudget(2, 4, 1.5, Optional.empty()),
                        Optional.of("1"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(options);
        return new Diversifier(2, directory).diversify("x", input, "y", request, Progress.SILENT);
    }

    private static Running seeded(int seed) {
        Running instance = Running.of(guarded.binary());
        instance.call("mewe_seed", seed, 5);
        return instance;
    }

    @Test
    void findsAllFunctionsOfTheAllocator() {
        Manifest.Heap heap = guarded.manifest().hardening().heap();
        assertEquals(null, heap.reason());
        assertEquals(
                Set.of("malloc", "free", "calloc", "realloc", "aligned_alloc", "posix_memalign"),
                heap.functions().stream().map(Manifest.HeapFunction::name).collect(Collectors.toSet()));
    }

    @Test
    void describesTheGuardsInTheManifest() throws IOException {
        var schema = JsonSchema.of("manifest.schema.json");
        for (DiversificationResult result : List.of(guarded, hardened(Modules.sample(), HEAP))) {
            assertEquals(List.of(), schema.violations(new ManifestFile().format(result.manifest())));
        }
    }

    @Test
    void saysWhyThereAreNoGuards() {
        Manifest.Heap heap =
                hardened(Modules.sample(), HEAP).manifest().hardening().heap();
        assertEquals("no export or name in the name section identifies malloc and free", heap.reason());
        assertEquals(List.of(), heap.functions());
    }

    @Test
    void guardsFunctionsWithGivenNames() throws IOException, InterruptedException {
        byte[] stripped = ClangModule.reactor(
                Node.resource(HeapSurvey.class, "heap.c"), "-Wl,--max-memory=4194304", "-Wl,--strip-all");
        assertTrue(reason(stripped, Map.of()).startsWith("no export or name"));
        // Functions without names are known by their indices.
        Map<HeapFunction, String> functions = guarded.manifest().hardening().heap().functions().stream()
                .collect(Collectors.toMap(
                        function -> HeapFunction.named(function.name()).orElseThrow(),
                        function -> String.valueOf(function.index())));
        Running instance = Running.of(hardened(stripped, options(functions)).binary());
        assertEquals(Running.of(original).describe("work", 1, 300), instance.describe("work", 1, 300));
        assertTrue(instance.call("write", 24, 24, 1, 0).contains(SMASHED));

        Map<HeapFunction, String> some = new EnumMap<>(functions);
        some.remove(HeapFunction.POSIX_MEMALIGN);
        assertTrue(reason(stripped, some).contains("uses the allocator's variables"), reason(stripped, some));
        some.put(HeapFunction.MALLOC, functions.get(HeapFunction.CALLOC));
        assertEquals(
                "no function that <heapFunctions> (mewe.heapFunctions) names for malloc has its type",
                reason(stripped, some));
    }

    @Test
    void recognisesReallocByItsCode() throws IOException, InterruptedException {
        byte[] stripped = ClangModule.reactor(
                Node.resource(HeapSurvey.class, "heap.c"),
                "-DPLAIN",
                "-Wl,--max-memory=4194304",
                "-Wl,--export=malloc",
                "-Wl,--export=free",
                "-Wl,--strip-all");
        DiversificationResult result = hardened(stripped, HEAP);
        Manifest.Heap heap = result.manifest().hardening().heap();
        assertEquals(null, heap.reason());
        assertEquals(
                Set.of("malloc", "free", "realloc"),
                heap.functions().stream().map(Manifest.HeapFunction::name).collect(Collectors.toSet()));
        Running plain = Running.compiled(stripped);
        Running other = Running.compiled(result.binary());
        for (int seed = 1; seed < 10; seed++) {
            other.call("mewe_seed", seed, 12);
            String expected = plain.call("work", seed, 2000);
            assertTrue(!expected.equals("0") && !expected.startsWith("trap"), expected);
            assertEquals(expected, other.call("work", seed, 2000), "seed " + seed);
        }
        assertTrue(other.call("write_and_grow", 24, 24, 1, 0).contains(SMASHED));
    }

    private static String reason(byte[] module, Map<HeapFunction, String> functions) {
        return hardened(module, options(functions))
                .manifest()
                .hardening()
                .heap()
                .reason();
    }

    private static HardeningOptions options(Map<HeapFunction, String> functions) {
        return new HardeningOptions(
                HEAP, StackStart.DEFAULT, 0, true, new HeapOptions(HeapOptions.DEFAULT.limit(), functions));
    }

    @Test
    void isVerified() {
        Verification verification = new Verifier(2, directory)
                .verify(
                        original,
                        guarded.binary(),
                        guarded.manifest(),
                        new VerificationRequest(
                                4,
                                VerificationRequest.SEEDS,
                                VerificationRequest.EXPORT_INPUTS,
                                Duration.ofSeconds(120),
                                Optional.of("3"),
                                ConfiguredRuns.of(new RunPlan(
                                        Optional.empty(), List.of(new Invocation("work", List.of("7", "500"), 1))))),
                        VerificationProgress.SILENT)
                .verification();
        assertEquals(List.of(), verification.divergences());
        assertTrue(verification.functions().stream()
                .noneMatch(function ->
                        function.name().equals("malloc") && !function.variants().isEmpty()));
    }

    @Test
    void keepsResults() {
        for (Set<HardeningMeasure> measures : List.of(HEAP, EnumSet.allOf(HardeningMeasure.class))) {
            Running plain = Running.compiled(original);
            Running other = Running.compiled(hardened(original, measures).binary());
            // Some blocks are older than the seed.
            assertEquals(plain.call("work", 0, 300), other.call("work", 0, 300));
            other.call("mewe_seed", 11, 12);
            for (int seed = 1; seed < 20; seed++) {
                String expected = plain.call("work", seed, 2000);
                assertTrue(!expected.equals("0") && !expected.startsWith("trap"), expected);
                assertEquals(expected, other.call("work", seed, 2000), measures + ", seed " + seed);
                if (seed % 5 == 0) {
                    assertEquals(plain.call("clear"), other.call("clear"));
                }
            }
            assertEquals(plain.call("refused"), other.call("refused"));
            assertEquals("6", other.call("refused"));
        }
    }

    @Test
    void noticesWritesBesideABlock() {
        for (int seed = 0; seed < 5; seed++) {
            for (int size : new int[] {0, 1, 7, 8, 24, 100, 5000}) {
                Running instance = seeded(seed);
                assertEquals("", instance.call("write", size, 0, size, 65), "all bytes of a block");
                String what = "size " + size + ", seed " + seed;
                assertTrue(instance.call("write", size, size, 1, 0).contains(SMASHED), "a zero after: " + what);
                assertTrue(seeded(seed).call("write", size, size, 9, 65).contains(SMASHED), "bytes after: " + what);
                assertTrue(seeded(seed).call("write", size, -1, 1, 65).contains(SMASHED), "a byte before: " + what);
                assertTrue(seeded(seed).call("write", size, -16, 16, 65).contains(SMASHED), "bytes before: " + what);
                assertTrue(seeded(seed).call("write_and_grow", size, size, 1, 0).contains(SMASHED), "realloc: " + what);
            }
        }
    }

    @Test
    void noticesABlockThatIsFreedTwice() {
        for (int size : new int[] {1, 24, 5000}) {
            assertTrue(seeded(3).call("free_twice", size).contains(SMASHED), "size " + size);
        }
    }

    @Test
    void reusesFreedBlocksLater() {
        assertEquals("100", Running.of(original).call("reuse", 48, 100));
        int reused = 0;
        for (int seed = 0; seed < 20; seed++) {
            reused += seeded(seed).callInt("reuse", 48, 500);
        }
        assertTrue(reused < 40, "reused at once in " + reused + " of 10000 rounds");
    }

    @Test
    void movesBlocks() {
        var places = new HashSet<String>();
        for (int seed = 0; seed < 50; seed++) {
            places.add(seeded(seed).call("place", 48));
        }
        assertEquals(4, places.size(), "places of the first block");
    }

    @Test
    void givesAllMemoryBack() {
        assertEquals("100", Running.compiled(original).call("exhaust", 1000));
        int again = seeded(1).callInt("exhaust", 1000);
        assertTrue(again > 95 && again < 105, again + " per cent");
    }
}
