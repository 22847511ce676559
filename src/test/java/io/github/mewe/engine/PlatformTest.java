package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the effect of a platform on the output and its manifest. */
class PlatformTest {
    private static final String LOOP = """
            (func $f (export "f") (param $n i32) (result i32)
              (local $sum i32)
              (loop $next
                (local.set $sum (i32.add (i32.xor (local.get $sum) (local.get $n)) (i32.const 7)))
                (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
              (i32.add (local.get $sum) (i32.mul (local.get $n) (i32.const 3))))
            """;

    private final Diversifier diversifier = new Diversifier(2, Path.of("target"));

    @Test
    void findsPlatformsByName() {
        for (Platform platform : Platform.values()) {
            assertEquals(Optional.of(platform), Platform.named(platform.configurationName()));
        }
        assertEquals(Optional.empty(), Platform.named("WASI"));
        assertEquals(Optional.empty(), Platform.named("lambda"));
    }

    @Test
    void usesThePlatformsSourceIfTheModuleSupportsIt() {
        byte[] withMemory = WatModule.assemble("(module (memory 1) " + LOOP + ")");
        byte[] without = WatModule.assemble("(module " + LOOP + ")");
        byte[] starting = WatModule.assemble("(module (memory 1) (start $s) (func $s) " + LOOP + ")");
        for (Platform platform : Platform.values()) {
            boolean wasi = platform == Platform.FASTLY || platform == Platform.WASI;
            Manifest manifest = diversify(withMemory, request().with(Target.of(platform)));
            assertEquals(wasi ? "wasi" : "export", manifest.randomness(), platform.toString());
            assertEquals(platform.configurationName(), manifest.parameters().get("platform"));
            assertEquals("", manifest.parameters().get("randomness"));
            assertEquals(List.of(), manifest.warnings());
            for (byte[] module : List.of(without, starting)) {
                Manifest other = diversify(module, request().with(Target.of(platform)));
                assertEquals("export", other.randomness(), platform.toString());
                assertEquals(
                        wasi ? 1 : 0, other.warnings().size(), other.warnings().toString());
            }
        }
    }

    @Test
    void aConfiguredSourceTakesPrecedence() {
        byte[] module = WatModule.assemble("(module (memory 1) " + LOOP + ")");
        Manifest manifest = diversify(
                module, request().with(new Target(Optional.of(Platform.FASTLY), Optional.of(RandomnessSource.AUTO))));
        assertEquals("auto", manifest.parameters().get("randomness"));
        assertEquals("export", manifest.randomness());
        assertEquals(1, manifest.warnings().size());
        assertTrue(
                manifest.warnings().get(0).startsWith("Platform 'fastly': <randomness> (mewe.randomness) is 'export'"),
                manifest.warnings().toString());
    }

    @Test
    void withoutAPlatformThereAreNoWarningsAndNoDifferences() {
        byte[] module = WatModule.assemble("(module (memory 1 1 shared) " + LOOP + ")");
        Manifest plain = diversify(module, request());
        assertEquals(List.of(), plain.warnings());
        assertFalse(plain.parameters().containsKey("platform"));
        assertNull(plain.parameters().get("platform"));
        Manifest onWorkers = diversify(module, request().with(Target.of(Platform.WORKERS)));
        assertEquals(1, onWorkers.warnings().size());
        assertNotEquals(plain.fingerprint(), onWorkers.fingerprint());
    }

    @Test
    void readsTheFeaturesOfTheOutput() {
        byte[] module = WatModule.assemble("(module (memory 1) (memory 1) " + LOOP + ")");
        Manifest manifest = diversify(module, request().with(Target.of(Platform.BROWSER)));
        assertEquals(
                List.of("Platform 'browser': the output uses more than one memory, but Safari does not support that."
                        + " Compile the module with one memory"),
                manifest.warnings());
    }

    @Test
    void theSameBytesForAnyNumberOfThreads() {
        DiversificationRequest request = request().with(Target.of(Platform.WASI));
        byte[] one = new Diversifier(1, Path.of("target"))
                .diversify("in.wasm", Modules.sample(), "out.wasm", request, Progress.SILENT)
                .binary();
        byte[] other = new Diversifier(3, Path.of("target"))
                .diversify("in.wasm", Modules.sample(), "out.wasm", request, Progress.SILENT)
                .binary();
        assertArrayEquals(one, other);
    }

    private Manifest diversify(byte[] module, DiversificationRequest request) {
        Manifest manifest = diversifier
                .diversify("in.wasm", module, "out.wasm", request, Progress.SILENT)
                .manifest();
        assertTrue(manifest.totals().variants() > 0, "no variants");
        return manifest;
    }

    private static DiversificationRequest request() {
        return new DiversificationRequest(
                new VariantBudget(2, 100, 1.3, Optional.empty()),
                Optional.of("a platform"),
                NameFilter.all(),
                List.of("rewrite", "structure"),
                RandomnessSource.AUTO);
    }
}
