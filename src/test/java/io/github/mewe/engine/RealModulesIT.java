package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.harden.HeapFunction;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Diversifies published modules, and compares their behaviour under their own glue code before and after, with several
 * seeds. Writes {@code real-modules-report.txt} and, in the heavy test, {@code real-modules-report-heavy.txt} into the
 * build directory.
 */
class RealModulesIT {
    private static final int VARIANTS = 4;
    private static final double MAX_GROWTH = 8;

    /** The minimum number of instructions of a function worth diversifying. */
    private static final int ELIGIBLE_INSTRUCTIONS = 10;

    private static final Set<String> ORDINARY = Set.of(
            "sqlite",
            "libsodium",
            "wasi-c",
            "qr",
            "simd",
            "tiny",
            "control",
            "teavm-gc",
            "resvg",
            "brotli",
            "yoga",
            "gofmt");
    /** Modules over 10 MB. */
    private static final Set<String> HUGE = Set.of("esbuild", "swc");

    private static final List<String> DRAW_SEEDS =
            List.of("00000000000000010000000000000002", "fedcba9876543210fedcba9876543210");

    private static final Path BUILD = Path.of(System.getProperty("project.build.directory", "target"));

    @TestFactory
    Stream<DynamicTest> behaveAsBefore() throws IOException, InterruptedException {
        return tests(ORDINARY::contains, "real-modules-report.txt");
    }

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> moreBehaveAsBefore() throws IOException, InterruptedException {
        return tests(id -> !ORDINARY.contains(id), "real-modules-report-heavy.txt");
    }

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> hardenedBehaveAsBefore() throws IOException, InterruptedException {
        return hardened(id -> !HUGE.contains(id));
    }

    @TestFactory
    @Tag("heavy")
    Stream<DynamicTest> hugeHardenedBehaveAsBefore() throws IOException, InterruptedException {
        return hardened(HUGE::contains);
    }

    private static Stream<DynamicTest> hardened(Predicate<String> choice) throws IOException, InterruptedException {
        List<String> modules = ids(choice);
        RealModules.fetch(modules);
        return modules.stream()
                .map(id -> DynamicTest.dynamicTest(id + ", hardened", () -> behavesLikeTheInputIfHardened(id)));
    }

    private static HardeningOptions everything(Map<HeapFunction, String> allocator) {
        return new HardeningOptions(
                Set.of(HardeningMeasure.values()),
                StackStart.DEFAULT,
                0,
                true,
                new HeapOptions(HeapOptions.DEFAULT.limit(), allocator));
    }

    private static void behavesLikeTheInputIfHardened(String id) throws IOException, InterruptedException {
        Path original = RealModules.file(id);
        DiversificationRequest request =
                request(GranularityChoice.AUTOMATIC).with(everything(RealModules.allocator(id)));
        DiversificationResult result = diversify(Files.readAllBytes(original), request);
        Manifest.Heap heap = result.manifest().hardening().heap();
        System.out.println(id + ", heap: " + (heap.reason() == null ? heap.functions() : heap.reason()));
        Path output = Files.write(RealModules.CORPUS.resolve(id).resolve("hardened.wasm"), result.binary());
        String before = runner(id, original, DRAW_SEEDS.get(0));
        for (String seed : DRAW_SEEDS) {
            assertEquals(before, runner(id, output, seed), id + " with the seed " + seed);
        }
    }

    private static List<String> ids(Predicate<String> choice) throws IOException {
        return modules().stream().map(RealModulesIT::id).filter(choice).toList();
    }

    private static List<JsonObject> modules() throws IOException {
        String json = Files.readString(RealModules.SCRIPTS.resolve("modules.json"));
        return List.of(new Gson().fromJson(json, JsonObject[].class));
    }

    private static String id(JsonObject module) {
        return module.get("id").getAsString();
    }

    private static Stream<DynamicTest> tests(Predicate<String> choice, String report)
            throws IOException, InterruptedException {
        List<String> ids = ids(choice);
        RealModules.fetch(ids);
        var table = new ArrayList<String>();
        table.add(String.format(
                "%-16s %9s %8s %8s %8s %7s %7s %7s %8s",
                "module", "functions", "eligible", "with one", "with all", "growth", "bytes", "seconds", "variants"));
        return ids.stream()
                .map(id -> DynamicTest.dynamicTest(id, () -> behavesLikeTheInput(id, table)))
                .onClose(() -> write(table, report));
    }

    private static void write(List<String> table, String report) {
        try {
            Files.write(BUILD.resolve(report), table, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.forEach(System.out::println);
    }

    private static void behavesLikeTheInput(String id, List<String> table) throws IOException, InterruptedException {
        Path original = RealModules.file(id);
        byte[] input = Files.readAllBytes(original);
        long start = System.nanoTime();
        DiversificationResult result =
                diversify(input, new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        double seconds = (System.nanoTime() - start) / 1e9;
        try (BinaryenModule reopened = BinaryenModule.open(result.binary())) {
            assertEquals(Optional.empty(), reopened.validate());
        }
        Path output = Files.write(RealModules.CORPUS.resolve(id).resolve("diversified.wasm"), result.binary());
        Coverage coverage = Coverage.of(result.manifest());
        table.add(coverage.row(id, result.manifest(), seconds));

        String before = runner(id, original, DRAW_SEEDS.get(0));
        assertTrue(before.lines().count() >= 3, "the workload of " + id + " has output");
        for (String seed : DRAW_SEEDS) {
            assertEquals(before, runner(id, output, seed), id + " with the seed " + seed);
        }
        if (ORDINARY.contains(id)) {
            Files.write(output, diversify(input, GranularityChoice.AUTOMATIC).binary());
            assertEquals(before, runner(id, output, DRAW_SEEDS.get(0)), id + " with default choices");
        }
        boolean limitedByGrowth = result.manifest().output().codeBytes()
                > 0.95 * MAX_GROWTH * result.manifest().input().codeBytes();
        assertTrue(coverage.withOne >= 0.90 * coverage.eligible, id + ": " + coverage);
        // In a module of a few hundred bytes, the dispatchers alone use most of the growth limit.
        assertTrue(limitedByGrowth || coverage.withAll >= 0.75 * coverage.eligible, id + ": " + coverage);
    }

    private static DiversificationResult diversify(byte[] input, GranularityChoice granularity) {
        return diversify(input, request(granularity));
    }

    private static DiversificationRequest request(GranularityChoice granularity) {
        return new DiversificationRequest(
                        new VariantBudget(VARIANTS, MAX_GROWTH, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(granularity);
    }

    private static DiversificationResult diversify(byte[] input, DiversificationRequest request) {
        var diversifier = new Diversifier(Runtime.getRuntime().availableProcessors(), RealModules.CORPUS);
        return diversifier.diversify("module.wasm", input, "diversified.wasm", request, Progress.SILENT);
    }

    private static String runner(String id, Path module, String seed) throws IOException, InterruptedException {
        return run(
                List.of(
                        "node",
                        RealModules.SCRIPTS.resolve("run.mjs").toString(),
                        RealModules.CORPUS.toString(),
                        id,
                        module.toString(),
                        "--seed",
                        seed),
                id);
    }

    private static String run(List<String> command, String what) throws IOException, InterruptedException {
        Path out = Files.createTempFile("mewe", ".out");
        Path err = Files.createTempFile("mewe", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(20, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String errors = Files.readString(err);
            String tail = errors.substring(Math.max(0, errors.length() - 2000));
            assertTrue(ended && process.exitValue() == 0, what + " " + command + "\n" + tail);
            return Files.readString(out);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The numbers of functions with variants among those of sufficient size. */
    private record Coverage(int eligible, int withOne, int withAll) {

        static Coverage of(Manifest manifest) {
            var eligible = manifest.functions().stream()
                    .filter(f -> f.instructions() >= ELIGIBLE_INSTRUCTIONS)
                    .toList();
            return new Coverage(
                    eligible.size(),
                    (int) eligible.stream().filter(f -> !f.variants().isEmpty()).count(),
                    (int) eligible.stream()
                            .filter(f -> f.variants().size() == VARIANTS)
                            .count());
        }

        String row(String id, Manifest manifest, double seconds) {
            return String.format(
                    Locale.ROOT,
                    "%-16s %9d %8d %7.1f%% %7.1f%% %6.2fx %7d %7.1f %8d",
                    id,
                    manifest.totals().functions(),
                    eligible,
                    100.0 * withOne / eligible,
                    100.0 * withAll / eligible,
                    manifest.output().codeBytes() / (double) manifest.input().codeBytes(),
                    manifest.input().bytes(),
                    seconds,
                    manifest.totals().variants());
        }
    }
}
