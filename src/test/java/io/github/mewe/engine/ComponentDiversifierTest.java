package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.common.Sha256;
import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.component.ComponentBinary;
import io.github.mewe.wasm.component.ComponentBinaryTest;
import io.github.mewe.wasm.component.CoreModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentDiversifierTest {
    private static final byte[] WORDS = Resources.bytes(ComponentBinaryTest.class, "words.wasm");

    @TempDir
    private Path directory;

    @Test
    void changesCoreModulesAndNothingElse() {
        DiversificationResult result = diversify(request(RandomnessSource.AUTO));
        ComponentBinary output = ComponentBinary.of(result.binary());
        List<CoreModule> before = ComponentBinary.of(WORDS).coreModules();
        List<CoreModule> after = output.coreModules();
        Map<String, byte[]> originals = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            originals.put(before.get(i).path(), before.get(i).bytes());
            assertEquals(before.get(i).entryPoints(), after.get(i).entryPoints());
        }
        assertArrayEquals(WORDS, output.with(originals));
        assertFalse(
                Sha256.hex(before.get(0).bytes()).equals(Sha256.hex(after.get(0).bytes())));
        assertFalse(
                Sha256.hex(before.get(2).bytes()).equals(Sha256.hex(after.get(2).bytes())));
        assertArrayEquals(before.get(1).bytes(), after.get(1).bytes());
        for (int i : new int[] {0, 2}) {
            try (BinaryenModule old = BinaryenModule.open(before.get(i).bytes());
                    BinaryenModule changed = BinaryenModule.open(after.get(i).bytes())) {
                assertEquals(old.exports().names(), changed.exports().names());
                assertEquals(imports(old), imports(changed));
            }
        }
    }

    private static List<String> imports(BinaryenModule module) {
        return module.functions().stream()
                .filter(function -> function.isImported())
                .map(function -> function.importModule() + "." + function.importName())
                .toList();
    }

    @Test
    void describesEachCoreModule() throws IOException {
        Manifest manifest = diversify(request(RandomnessSource.AUTO)).manifest();
        assertEquals(
                List.of("0", "1", "0/0"),
                manifest.coreModules().stream().map(Manifest.CoreModule::path).toList());
        Manifest.CoreModule main = manifest.coreModules().get(0);
        Manifest.CoreModule shim = manifest.coreModules().get(1);
        Manifest.CoreModule inner = manifest.coreModules().get(2);
        assertNull(main.reason());
        assertEquals("wasi", main.manifest().randomness());
        assertEquals(
                "supplies the import wasi:random/random@0.2.0 get-random-u64 of the core module, as it does without the"
                        + " plugin",
                main.manifest().seeding().how());
        assertTrue(shim.reason().contains("wit-component-shim-module"), shim.reason());
        assertNull(shim.manifest());
        assertEquals("fixed", inner.manifest().randomness());
        assertEquals(
                "words-diversified.core-0-0.wasm", inner.manifest().output().name());
        assertEquals("fixed", manifest.randomness(), "the weakest source");
        assertTrue(
                manifest.warnings().stream().anyMatch(w -> w.startsWith("core module 0/0: it imports no random")),
                manifest.warnings().toString());
        assertEquals(
                main.manifest().totals().variants() + inner.manifest().totals().variants(),
                manifest.totals().variants());
        assertNotEquals(main.manifest().seed(), inner.manifest().seed());
        String text = new ManifestFile().format(manifest);
        assertEquals(List.of(), JsonSchema.of("manifest.schema.json").violations(text));
        Path file = Files.writeString(directory.resolve("m.json"), text);
        assertTrue(new ManifestFile().isIntact(file));
        assertEquals(Optional.of(manifest), new ManifestFile().read(file));
    }

    /** The component model traps on a call of an import in an allocator or after a return. */
    @Test
    void callsTheImportOnlyInEntryPoints() {
        for (Granularity granularity : new Granularity[] {Granularity.CALL, Granularity.INSTANCE}) {
            DiversificationRequest request = request(RandomnessSource.AUTO)
                    .withGranularity(new GranularityChoice(Optional.of(granularity), List.of()));
            byte[] main = ComponentBinary.of(diversify(request).binary())
                    .coreModules()
                    .get(0)
                    .bytes();
            var mayLeave = new AtomicBoolean();
            var calls = new AtomicInteger();
            var random = new HostFunction(
                    "wasi:random/random@0.2.0",
                    "get-random-u64",
                    FunctionType.of(List.of(), List.of(ValType.I64)),
                    (instance, arguments) -> {
                        if (!mayLeave.get()) {
                            throw new IllegalStateException("cannot leave component instance");
                        }
                        return new long[] {0x5851f42d4c957f2dL * calls.incrementAndGet()};
                    });
            Running running =
                    Running.of(main, ImportValues.builder().addFunction(random).build());
            for (int call = 0; call < 20; call++) {
                int text = running.callInt("cabi_realloc", 0, 0, 1, 5);
                mayLeave.set(true);
                assertEquals(1024, running.callInt("shout", text, 5));
                mayLeave.set(false);
                running.call("cabi_post_shout", 1024);
            }
            assertEquals(2, calls.get(), "one key of two numbers");
        }
    }

    @Test
    void makesTheSameBytesFromTheSameSeed() {
        DiversificationRequest request = request(RandomnessSource.AUTO);
        assertArrayEquals(diversify(request).binary(), diversify(request).binary());
        assertFalse(Sha256.hex(diversify(request).binary())
                .equals(Sha256.hex(
                        diversify(request.with(new BuildSeed("other"))).binary())));
    }

    @Test
    void makesPopulations() {
        List<DiversificationResult> population = new Diversifier(1, directory)
                .population(
                        "words.wasm",
                        WORDS,
                        Optional.empty(),
                        List.of("words-1.wasm", "words-2.wasm"),
                        request(RandomnessSource.AUTO).withPopulation(2),
                        Progress.SILENT);
        for (int i = 0; i < 2; i++) {
            Manifest manifest = population.get(i).manifest();
            assertEquals(i + 1, manifest.population().member());
            assertEquals(
                    Sha256.hex(population.get(i).binary()), manifest.output().sha256());
            assertNotNull(manifest.coreModules().get(0).manifest().population());
        }
        assertNotEquals(
                population.get(0).manifest().output().sha256(),
                population.get(1).manifest().output().sha256());
    }

    @Test
    void refusesOptionsThatAddAnImport() {
        assertThrows(DiversificationException.class, () -> diversify(request(RandomnessSource.HOST)));
        var traced = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false);
        assertThrows(
                DiversificationException.class,
                () -> diversify(request(RandomnessSource.AUTO).with(traced)));
    }

    @Test
    void leavesAModuleAloneThatCannotBeRead() {
        ComponentBinary component = ComponentBinary.of(WORDS);
        byte[] broken = "\0asm\1\0\0\0\1\5".getBytes(StandardCharsets.ISO_8859_1);
        DiversificationResult result = new Diversifier(1, directory)
                .diversify(
                        "words.wasm",
                        component.with(Map.of("0/0", broken)),
                        "words-diversified.wasm",
                        request(RandomnessSource.AUTO),
                        Progress.SILENT);
        Manifest.CoreModule inner = result.manifest().coreModules().get(2);
        assertTrue(inner.reason().startsWith("the plugin cannot read it: "), inner.reason());
        assertNotNull(result.manifest().coreModules().get(0).manifest());
    }

    @Test
    void skipsOutputsThatAreUpToDate() throws IOException {
        Path input = Files.write(directory.resolve("words.wasm"), WORDS);
        OutputFiles output = OutputFiles.in(directory.resolve("out"), "words.wasm", "diversified");
        var diversifier = new FileDiversifier(new Diversifier(1, directory));
        DiversificationRequest request = request(RandomnessSource.AUTO);
        assertFalse(
                diversifier.diversify(input, output, request, Progress.SILENT).upToDate());
        assertTrue(
                diversifier.diversify(input, output, request, Progress.SILENT).upToDate());
        Files.write(output.binary(), new byte[] {1});
        assertFalse(
                diversifier.diversify(input, output, request, Progress.SILENT).upToDate());
    }

    private DiversificationResult diversify(DiversificationRequest request) {
        return new Diversifier(1, directory)
                .diversify("words.wasm", WORDS, "words-diversified.wasm", request, Progress.SILENT);
    }

    private static DiversificationRequest request(RandomnessSource randomness) {
        return new DiversificationRequest(
                new VariantBudget(3, 20, 10, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                randomness);
    }
}
