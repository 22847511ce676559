package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.verification.BrokenVariants.Broken;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Verification;
import io.github.mewe.report.VerificationFile;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies exactly the files that the manifest describes, and writes a report that conforms to its schema. */
class FileVerifierTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
                (i32.add
                  (i32.xor (i32.mul (local.get $a) (i32.const 31)) (local.get $b))
                  (i32.shr_u (i32.sub (local.get $b) (i32.const 77)) (i32.const 3)))))
            """);

    @TempDir
    private Path directory;

    private Path original;
    private Path manifest;
    private FileVerifier verifier;
    private DiversificationResult result;

    @BeforeEach
    void diversify() throws IOException {
        var request = new DiversificationRequest(
                new VariantBudget(4, 100, 1000, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        result = new Diversifier(2, directory)
                .diversify("app.wasm", MODULE, "app-diversified.wasm", request, Progress.SILENT);
        original = directory.resolve("in/deep/app.wasm");
        manifest = directory.resolve("out/app-diversified.json");
        Files.createDirectories(original.getParent());
        Files.createDirectories(manifest.getParent());
        Files.write(original, MODULE);
        write(new Broken(result.binary(), result.manifest()));
        verifier = new FileVerifier(new Verifier(2, directory));
    }

    private void write(Broken binary) throws IOException {
        Files.write(manifest.resolveSibling("app-diversified.wasm"), binary.binary());
        Files.writeString(manifest, new ManifestFile().format(binary.manifest()));
    }

    @Test
    void writesTheReport() throws IOException {
        assertEquals(List.of(manifest), new ManifestFiles().in(directory));
        FileVerifier.Outcome outcome = verify(directory.resolve("in"));
        assertEquals(manifest.resolveSibling("app-diversified-verification.json"), outcome.report());
        assertEquals(Optional.of(outcome.verification()), new VerificationFile().read(outcome.report()));
        assertEquals(
                List.of(), JsonSchema.of("verification.schema.json").violations(Files.readString(outcome.report())));
        assertEquals(List.of(), outcome.verification().divergences());
        assertEquals(4, outcome.verification().totals().variants());
        // The report is not mistaken for a manifest.
        assertEquals(List.of(manifest), new ManifestFiles().in(directory));
        assertEquals(List.of(), JsonSchema.of("manifest.schema.json").violations(Files.readString(manifest)));
    }

    @Test
    void writesTheTestCaseOfADivergence() throws IOException {
        write(BrokenVariants.breakRoot(
                result, "mix", 1, root -> IntBinary.of(BinaryOperator.XOR, ValueType.I32, root, Const.i32(8))));
        FileVerifier.Outcome outcome = verify(original);
        List<Verification.Divergence> divergences = outcome.verification().divergences();
        assertFalse(divergences.isEmpty());
        for (Verification.Divergence divergence : divergences) {
            assertEquals("mix", divergence.function());
            assertEquals(
                    BrokenVariants.function(result.manifest(), "mix")
                            .variants()
                            .get(1)
                            .name(),
                    divergence.variant());
            assertTrue(Files.isRegularFile(manifest.resolveSibling(divergence.testCase())));
        }
        assertEquals(
                List.of(), JsonSchema.of("verification.schema.json").violations(Files.readString(outcome.report())));
        write(new Broken(result.binary(), result.manifest()));
        verify(original);
        assertFalse(Files.exists(manifest.resolveSibling(divergences.get(0).testCase())), "an old test case is left");
    }

    @Test
    void reportsTheSameForTheSameSeed() throws IOException {
        byte[] first = Files.readAllBytes(verify(original).report());
        assertArrayEquals(first, Files.readAllBytes(verify(original).report()));
    }

    @Test
    void rejectsAModifiedBinary() throws IOException {
        Path binary = manifest.resolveSibling("app-diversified.wasm");
        byte[] bytes = Files.readAllBytes(binary);
        bytes[bytes.length - 1] ^= 1;
        Files.write(binary, bytes);
        assertRefused(original, binary + " does not match the manifest " + manifest);
        Files.delete(binary);
        assertRefused(original, "the multivariant binary " + binary + ", which the manifest");
    }

    @Test
    void rejectsAModifiedManifest() throws IOException {
        String text = Files.readString(manifest);
        for (String changed : List.of(
                text.replace("\"seed\":\"seed\"", "\"seed\":\"soup\""),
                text.replace(",\n\"functions\"", ", \n\"functions\""),
                text.substring(0, text.lastIndexOf(",\n\"sha256\"")) + "}\n")) {
            assertFalse(changed.equals(text));
            Files.writeString(manifest, changed);
            assertRefused(original, "the manifest " + manifest + " has been changed since mewe:diversify wrote it");
        }
        // A directory stands for all manifests in it, including this one.
        assertEquals(List.of(manifest), new ManifestFiles().in(directory));
    }

    @Test
    void rejectsAModifiedOriginal() throws IOException {
        Files.write(original, WatModule.assemble("(module)"));
        assertRefused(original, "the original app.wasm has changed since the binary was made: [" + original);
        assertRefused(directory, "Run mewe:diversify again, or name the right file with <input> (mewe.input)");
        Files.delete(original);
        assertRefused(directory, "the original app.wasm was not found in [" + directory + "]. Name it with <input>");
    }

    @Test
    void rejectsAFileThatIsNoManifest() throws IOException {
        Files.writeString(manifest, "{\"schemaVersion\":2}");
        assertRefused(original, manifest + " is not a manifest of this plugin version");
        assertEquals(List.of(), new ManifestFiles().in(directory));
    }

    private void assertRefused(Path place, String reason) {
        String message =
                assertThrows(VerificationException.class, () -> verify(place)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private FileVerifier.Outcome verify(Path place) throws IOException {
        var request = new VerificationRequest(
                64,
                2,
                4,
                Duration.ofSeconds(120),
                Optional.empty(),
                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        return verifier.verify(manifest, List.of(place), request, VerificationProgress.SILENT)
                .get(0);
    }
}
