package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.Feature;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the warnings about outputs that a platform would reject or run without diversity. */
class PlatformChecksTest {
    private static final long MEBIBYTE = 1 << 20;

    private static final Map<Feature, String> MODULES = new EnumMap<>(Map.of(
            Feature.SHARED_MEMORY, "(module (memory 1 1 shared) (func (export \"f\")))",
            Feature.MEMORY64, "(module (memory i64 1) (func (export \"f\") (drop (i32.load (i64.const 0)))))",
            Feature.MULTIPLE_MEMORIES, "(module (memory 1) (memory 1) (func (export \"f\")))",
            Feature.VECTORS,
                    "(module (func (export \"f\") (drop (i32x4.add (v128.const i32x4 1 2 3 4) (v128.const i32x4 1 2 3"
                            + " 4)))))",
            Feature.TAIL_CALLS, "(module (func $f (export \"f\")) (func (export \"g\") (return_call $f)))",
            Feature.GARBAGE_COLLECTION,
                    "(module (type $s (struct (field i32))) (func (export \"f\") (drop (struct.new $s (i32.const"
                            + " 1)))))",
            Feature.EXCEPTIONS,
                    "(module (tag $t) (func (export \"f\") (block $b (try_table (catch_all $b) (throw $t)))))",
            Feature.LEGACY_EXCEPTIONS, "(module (tag $t) (func (export \"f\") (try (do (throw $t)) (catch_all))))"));

    @Test
    void aSmallModuleGetsNoWarning() {
        for (Platform platform : Platform.values()) {
            RandomnessSource source = platform.randomness(true);
            assertEquals(List.of(), warnings(platform, Set.of(), source), platform.toString());
        }
    }

    @Test
    void findsTheFeaturesOfModules() {
        MODULES.forEach((feature, text) -> {
            try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(text))) {
                Set<Feature> expected = feature == Feature.LEGACY_EXCEPTIONS
                        ? EnumSet.of(Feature.EXCEPTIONS, feature)
                        : EnumSet.of(feature);
                assertEquals(expected, module.features().used(), text);
            }
        });
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble("(module (memory 3) (func))"))) {
            assertEquals(Set.of(), module.features().used());
            assertEquals(3 * 65536, module.initialMemoryBytes());
        }
    }

    @Test
    void eachPlatformWarnsOfUnsupportedFeatures() {
        assertEquals(EnumSet.of(Feature.SHARED_MEMORY), unsupported(Platform.WORKERS));
        assertEquals(EnumSet.of(Feature.SHARED_MEMORY, Feature.LEGACY_EXCEPTIONS), unsupported(Platform.FASTLY));
        assertEquals(EnumSet.of(Feature.SHARED_MEMORY, Feature.LEGACY_EXCEPTIONS), unsupported(Platform.WASI));
        assertEquals(EnumSet.of(Feature.MEMORY64, Feature.MULTIPLE_MEMORIES), unsupported(Platform.BROWSER));
        assertEquals(
                EnumSet.of(Feature.VECTORS, Feature.MEMORY64, Feature.LEGACY_EXCEPTIONS), unsupported(Platform.JVM));
    }

    @Test
    void javaEnginesRejectExactlyTheFeaturesWarnedOf() {
        Set<Feature> unsupported = unsupported(Platform.JVM);
        MODULES.forEach((feature, text) -> {
            byte[] module = WatModule.assemble(text);
            if (unsupported.contains(feature)) {
                assertThrows(Throwable.class, () -> chicory(module), "Chicory: " + feature);
                assertThrows(Throwable.class, () -> endive(module), "Endive: " + feature);
            } else {
                assertDoesNotThrow(() -> chicory(module), "Chicory: " + feature);
                assertDoesNotThrow(() -> endive(module), "Endive: " + feature);
            }
        });
    }

    private static void chicory(byte[] module) {
        Instance.builder(Parser.parse(module)).build().export("f").apply();
    }

    private static void endive(byte[] module) {
        run.endive.runtime.Instance.builder(run.endive.wasm.Parser.parse(module))
                .build()
                .export("f")
                .apply();
    }

    @Test
    void limitsTheSizeOfWorkersAndOfCompressedPackages() {
        long worker = 64 * MEBIBYTE;
        assertEquals(List.of(), sized(Platform.WORKERS, worker, 0));
        assertEquals(
                List.of("Platform 'workers': the output's size is 64.1 MiB; a Worker is limited to 64.0"
                        + " MiB uncompressed. Set <budget><size> (mewe.size) to 'small', or lower <budget><variants>"
                        + " (mewe.variants)"),
                sized(Platform.WORKERS, worker + MEBIBYTE / 10, worker));
        assertEquals(List.of(), sized(Platform.FASTLY, 300_000_000, 100_000_000));
        assertEquals(
                List.of("Platform 'fastly': the output's compressed size is 100.1 MB; a package is limited to 100 MB."
                        + " Set <budget><size> (mewe.size) to 'small', or lower <budget><variants> (mewe.variants)"),
                sized(Platform.FASTLY, 300_000_000, 100_100_000));
        for (Platform platform : List.of(Platform.WASI, Platform.BROWSER, Platform.JVM)) {
            assertEquals(List.of(), sized(platform, 1_000_000_000, 1_000_000_000), platform.toString());
        }
    }

    @Test
    void limitsTheMemoryOnEdgePlatforms() {
        for (Platform platform : Platform.values()) {
            boolean limited = platform == Platform.WORKERS || platform == Platform.FASTLY;
            RandomnessSource source = platform.randomness(true);
            List<String> fits = PlatformChecks.warnings(platform, facts(Set.of(), source, 128 * MEBIBYTE, 1, 1));
            assertEquals(List.of(), fits);
            List<String> warnings =
                    PlatformChecks.warnings(platform, facts(Set.of(), source, 128 * MEBIBYTE + 65536, 1, 1));
            assertEquals(limited ? 1 : 0, warnings.size(), platform.toString());
            assertTrue(!limited || warnings.get(0).contains("initial memory is 128.1 MiB"), warnings.toString());
        }
    }

    @Test
    void warnsOfUnservedRandomnessSources() {
        for (Platform platform : Platform.values()) {
            boolean script = platform.usesLoader();
            boolean runtime = platform == Platform.FASTLY || platform == Platform.WASI;
            assertEquals(
                    script ? 1 : 0,
                    warnings(platform, Set.of(), RandomnessSource.WASI).size(),
                    "wasi " + platform);
            assertEquals(
                    runtime ? 1 : 0,
                    warnings(platform, Set.of(), RandomnessSource.EXPORT).size(),
                    "export " + platform);
            assertEquals(
                    runtime ? 1 : 0,
                    warnings(platform, Set.of(), RandomnessSource.HOST).size(),
                    "host " + platform);
            assertEquals(
                    List.of(),
                    PlatformChecks.warnings(
                            platform, new OutputProperties(Set.of(), 0, Optional.empty(), Optional.empty(), 1, 1)),
                    "nothing to choose " + platform);
        }
    }

    @Test
    void namesTheObstacleToWasi() {
        var facts = new OutputProperties(
                Set.of(),
                0,
                Optional.of(RandomnessSource.EXPORT),
                Optional.of("a memory, and the module has none"),
                1,
                1);
        assertEquals(
                List.of("Platform 'fastly': the randomness source is 'export', but Fastly Compute does not call"
                        + " mewe_seed, so that choices are predictable. <randomness> (mewe.randomness) cannot be"
                        + " 'wasi', because that needs a memory, and the module has none. Compile the module"
                        + " accordingly, or call mewe_seed in the host"),
                PlatformChecks.warnings(Platform.FASTLY, facts));
    }

    private static Set<Feature> unsupported(Platform platform) {
        var found = new HashSet<Feature>();
        for (Feature feature : Feature.values()) {
            List<String> warnings = warnings(platform, Set.of(feature), platform.randomness(true));
            if (!warnings.isEmpty()) {
                found.add(feature);
                assertEquals(1, warnings.size());
                String start =
                        "Platform '" + platform.configurationName() + "': the output uses " + feature.text() + ", but ";
                assertTrue(warnings.get(0).startsWith(start), warnings.get(0));
            }
        }
        return found;
    }

    private static List<String> warnings(Platform platform, Set<Feature> features, RandomnessSource source) {
        return PlatformChecks.warnings(platform, facts(features, source, MEBIBYTE, 1000, 500));
    }

    private static List<String> sized(Platform platform, long bytes, long gzipped) {
        return PlatformChecks.warnings(platform, facts(Set.of(), platform.randomness(true), MEBIBYTE, bytes, gzipped));
    }

    private static OutputProperties facts(
            Set<Feature> features, RandomnessSource source, long memory, long bytes, long gzipped) {
        return new OutputProperties(features, memory, Optional.of(source), Optional.empty(), bytes, gzipped);
    }
}
