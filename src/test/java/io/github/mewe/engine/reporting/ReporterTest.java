package io.github.mewe.engine.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.ReportException;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.html.BodyTexts;
import io.github.mewe.report.html.CallGraph;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the parts of a report that come from the binary. */
class ReporterTest {
    private static final String MODULE = """
            (module
              (import "env" "log" (func $log (param i32)))
              (table 1 funcref)
              (elem (i32.const 0) $leaf)
              (func $leaf (param $a i32) (param $b i32) (result i32)
                (i32.xor (i32.add (i32.mul (local.get $a) (i32.const 31)) (local.get $b))
                  (i32.and (i32.sub (local.get $a) (local.get $b)) (i32.const 255))))
              (func $twice (param $a i32) (param $b i32) (result i32)
                (i32.add (call $leaf (local.get $a) (local.get $b))
                  (i32.or (call $leaf (local.get $b) (local.get $a)) (i32.sub (local.get $a) (i32.const 7)))))
              (func (export "main") (param $a i32) (result i32)
                (call $log (local.get $a))
                (i32.add (call $twice (local.get $a) (i32.const 3))
                  (i32.xor (call $leaf (local.get $a) (i32.const 5)) (i32.mul (local.get $a) (local.get $a))))))
            """;

    @TempDir
    private Path directory;

    private byte[] module;

    @BeforeEach
    void assemble() {
        module = WatModule.assemble(MODULE);
    }

    @Test
    void readsTheCallGraphOfTheInput() {
        for (Granularity granularity : Granularity.values()) {
            for (boolean original : List.of(true, false)) {
                DiversificationResult result = diversify(granularity, original);
                try (BinaryenModule binary = BinaryenModule.open(result.binary())) {
                    CallGraph graph = new CallGraphReader(binary, result.manifest()).read();
                    String what = granularity + ", with the original " + original;
                    assertEquals(List.of(), graph.functions().get(0).callees(), what);
                    assertEquals(List.of(0), graph.functions().get(1).callees(), what);
                    assertEquals(List.of(0, 1), graph.functions().get(2).callees(), what);
                    assertEquals(
                            List.of(false, false, true),
                            graph.functions().stream()
                                    .map(CallGraph.Node::exported)
                                    .toList(),
                            what);
                    assertEquals(
                            List.of(true, false, false),
                            graph.functions().stream()
                                    .map(CallGraph.Node::referenced)
                                    .toList(),
                            what);
                }
            }
        }
    }

    @Test
    void listsOneInstructionPerLine() {
        DiversificationResult result = diversify(Granularity.CALL, true);
        try (BinaryenModule binary = BinaryenModule.open(result.binary())) {
            List<BodyTexts> texts = new TextSelection(binary, result.manifest()).within(100_000);
            assertEquals(3, texts.size());
            BodyTexts leaf =
                    texts.stream().filter(t -> t.function() == 0).findFirst().orElseThrow();
            Manifest.Function function = result.manifest().functions().get(0);
            assertEquals(function.variants().size() + 1, leaf.bodies().size());
            assertEquals("leaf$v0", leaf.bodies().get(0).name());
            assertTrue(
                    leaf.bodies().get(0).text().lines().toList().containsAll(List.of("i32.mul", "i32.const 31")),
                    leaf.bodies().get(0).text());
            Set<String> distinct =
                    leaf.bodies().stream().map(BodyTexts.Body::text).collect(Collectors.toSet());
            assertEquals(leaf.bodies().size(), distinct.size());
        }
    }

    @Test
    void omitsTextsWithoutSpace() {
        DiversificationResult result = diversify(Granularity.CALL, true);
        try (BinaryenModule binary = BinaryenModule.open(result.binary())) {
            assertEquals(List.of(), new TextSelection(binary, result.manifest()).within(0));
        }
    }

    @Test
    void writesTheReportIntoTheDirectory() throws IOException {
        Path manifest = diversified();
        Reporter.Written written = new Reporter(directory)
                .report(manifest, directory.resolve("site"), 100_000)
                .get(0);
        assertEquals(directory.resolve("site/app-diversified-report.html"), written.file());
        assertEquals(List.of(), written.notes());
        String document = Files.readString(written.file());
        assertTrue(document.startsWith("<!doctype html>"));
        assertEquals(Files.size(written.file()), written.bytes());
        assertEquals(List.of(manifest), new ManifestFiles().in(directory));
    }

    @Test
    void notesAMissingBinary() throws IOException {
        Path manifest = diversified();
        Files.delete(directory.resolve("app-diversified.wasm"));
        Reporter.Written written =
                new Reporter(directory).report(manifest, directory, 100_000).get(0);
        assertTrue(written.notes().get(0).startsWith("app-diversified.wasm is not beside the manifest"));
        assertTrue(Files.readString(written.file()).contains("app-diversified.wasm is not beside the manifest"));
    }

    @Test
    void rejectsAnotherBinary() throws IOException {
        Path manifest = diversified();
        Files.write(directory.resolve("app-diversified.wasm"), module);
        var reporter = new Reporter(directory);
        String message = assertThrows(ReportException.class, () -> reporter.report(manifest, directory, 0))
                .getMessage();
        assertTrue(message.contains("does not match its manifest. Run the goal mewe:diversify again"), message);
        assertFalse(Files.exists(directory.resolve("app-diversified-report.html")));
    }

    @Test
    void rejectsAModifiedManifest() throws IOException {
        Path manifest = diversified();
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"variants\":", "\"variants\":1"));
        var reporter = new Reporter(directory);
        String message = assertThrows(ReportException.class, () -> reporter.report(manifest, directory, 0))
                .getMessage();
        assertTrue(message.startsWith("the manifest " + manifest + " has been changed since"), message);
        assertFalse(Files.exists(directory.resolve("app-diversified-report.html")));
    }

    @Test
    void rejectsAFileThatIsNoManifest() throws IOException {
        Path file = Files.writeString(directory.resolve("x.json"), "{\"schemaVersion\":2}");
        var reporter = new Reporter(directory);
        String message = assertThrows(ReportException.class, () -> reporter.report(file, directory, 0))
                .getMessage();
        assertTrue(message.contains("x.json is not a manifest of this plugin version"), message);
        assertEquals(List.of(), new ManifestFiles().in(directory));
    }

    @Test
    void notesDamagedVerificationsAndMeasurements() throws IOException {
        Path manifest = diversified();
        Files.writeString(directory.resolve("app-diversified-verification.json"), "{");
        Reporter.Written written =
                new Reporter(directory).report(manifest, directory, 0).get(0);
        assertEquals(
                List.of("app-diversified-verification.json is not valid JSON and is omitted; run mewe:verify again"),
                written.notes());
    }

    private Path diversified() throws IOException {
        Path input = Files.write(directory.resolve("app.wasm"), module);
        OutputFiles output = OutputFiles.in(directory, "app.wasm", "diversified");
        new FileDiversifier(new Diversifier(1, directory))
                .diversify(input, output, request(GranularityChoice.AUTOMATIC, true), Progress.SILENT);
        return output.manifest();
    }

    private DiversificationResult diversify(Granularity granularity, boolean original) {
        return new Diversifier(1, directory)
                .diversify(
                        "app.wasm",
                        module,
                        "out.wasm",
                        request(new GranularityChoice(Optional.of(granularity), List.of()), original),
                        Progress.SILENT);
    }

    private static DiversificationRequest request(GranularityChoice granularity, boolean original) {
        return new DiversificationRequest(
                        new VariantBudget(3, 20, 1.5, Optional.empty()),
                        Optional.of("report"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withMaxOverhead(1.5)
                .withGranularity(granularity)
                .with(new WeightChoice(original, List.of()));
    }
}
