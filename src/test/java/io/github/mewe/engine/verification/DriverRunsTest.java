package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.StrategyRegistry;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.verification.BrokenVariants.Broken;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverRunsTest {
    private static final byte[] SAMPLE = Modules.sample();

    /** Prints results of calls, and the seed that an instance got. */
    private static final String LOADING = """
            import { readFileSync } from 'node:fs';
            const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {});
            """;

    private static DiversificationResult diversified;

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void diversify() {
        BinaryenModule.loadNativeLibrary();
        var request = new DiversificationRequest(
                        new VariantBudget(3, 30, 100, Optional.empty()),
                        Optional.of("1"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        diversified = new Diversifier(2, scratch).diversify("sample", SAMPLE, "sample.wasm", request, Progress.SILENT);
    }

    @Test
    void acceptsEquivalentVariants() throws IOException {
        RunFindings findings = compare("""
                for (let i = 0; i < 20; i++) console.log(instance.exports.mix(i, 7), process.argv.length);
                """, 120);
        assertEquals(List.of(), findings.divergences());
        assertEquals(3 + 3, findings.runs().size(), findings.runs()::toString);
        assertEquals(
                Set.of("equal"),
                findings.runs().stream().map(Verification.Run::outcome).collect(Collectors.toSet()));
        assertEquals(
                Set.of("node"),
                findings.runs().stream().map(Verification.Run::engine).collect(Collectors.toSet()));
        assertTrue(findings.runs().get(0).choices().startsWith("seed mewe_seed(0x"), findings.runs()::toString);
        assertTrue(
                findings.runs().stream().anyMatch(run -> run.choices().equals("variant 3 everywhere")),
                findings.runs()::toString);
    }

    @Test
    void namesAWrongVariant() throws IOException {
        Broken broken = BrokenVariants.breakRoot(
                diversified, mix(), 1, root -> IntBinary.of(BinaryOperator.XOR, ValueType.I32, root, Const.i32(4)));
        RunFindings findings =
                compare(broken.binary(), broken.manifest(), script("console.log(instance.exports.mix(5, 9));"), 120);
        assertEquals(1, findings.divergences().size(), findings.divergences()::toString);
        Verification.Divergence divergence = findings.divergences().get(0);
        Manifest.Variant variant = BrokenVariants.function(diversified.manifest(), mix())
                .variants()
                .get(1);
        assertEquals(variant.name(), divergence.variant());
        assertEquals("driver-1.json", divergence.testCase());
        assertTrue(divergence.original().startsWith("standard output from byte "), divergence::original);
        String testCase = new String(findings.testCases().get("driver-1.json"), StandardCharsets.UTF_8);
        assertTrue(testCase.contains("\"driver\": "), testCase);
        assertTrue(findings.testCases().containsKey("driver-1.wasm"));
    }

    @Test
    void seedsInstances() throws IOException {
        Path seeded = scratch.resolve("seeded.txt");
        compare("""
                import { appendFileSync } from 'node:fs';
                for (const make of [m => new WebAssembly.Instance(m), m => WebAssembly.instantiate(m)]) {
                  const module = new WebAssembly.Module(readFileSync(process.argv[2]));
                  await make(module) instanceof WebAssembly.Instance || process.exit(1);
                }
                appendFileSync(%s, `${process.env.MEWE_SEED_HIGH ?? 'none'} `);
                """.formatted('"' + seeded.toString() + '"'), 120);
        List<String> seeds = List.of(Files.readString(seeded).split(" "));
        assertEquals(2 + 3, seeds.stream().filter("none"::equals).count(), seeds::toString);
        assertEquals(3 + 1, Set.copyOf(seeds).size(), seeds::toString);
    }

    @Test
    void failsIfTheDriverFailsOnTheOriginal() {
        assertMessage(
                "throw new Error('no such table')",
                60,
                " failed with the original: exit status 1, ",
                "no such table",
                "<verify><driver> (mewe.verify.driver)");
    }

    @Test
    void failsIfTheResultDoesNotRepeat() {
        assertMessage("console.log(process.pid)", 60, "Make its result repeatable");
    }

    @Test
    void failsIfTheOriginalExceedsTheTimeLimit() {
        assertMessage("for (;;) {}", 3, "did not finish with the original", "<verify><timeSeconds>");
    }

    @Test
    void failsWithoutNode() throws IOException {
        Path script = script("");
        String message = assertThrows(
                        VerificationException.class,
                        () -> runs(diversified.binary(), diversified.manifest(), script, "no-such-node", 60)
                                .compare())
                .getMessage();
        assertTrue(message.contains("<verify><node> (mewe.verify.node)"), message);
    }

    private static void assertMessage(String body, int seconds, String... parts) {
        String message = assertThrows(VerificationException.class, () -> compare(body, seconds))
                .getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static String mix() {
        try (BinaryenModule module = BinaryenModule.open(SAMPLE)) {
            return module.exports().function("mix").orElseThrow();
        }
    }

    private static Path script(String body) throws IOException {
        return Files.writeString(Files.createTempFile(scratch, "driver", ".mjs"), LOADING + body);
    }

    private static RunFindings compare(String body, int seconds) throws IOException {
        return compare(diversified.binary(), diversified.manifest(), script(body), seconds);
    }

    private static RunFindings compare(byte[] binary, Manifest manifest, Path script, int seconds) {
        return runs(binary, manifest, script, "node", seconds).compare();
    }

    private static DriverRuns runs(byte[] binary, Manifest manifest, Path script, String node, int seconds) {
        var configured = new ConfiguredRuns(
                new RunPlan(Optional.empty(), List.of()), Optional.of(new VerificationDriver(script, node)));
        var request = new VerificationRequest(64, 3, 0, Duration.ofSeconds(seconds), Optional.empty(), configured);
        return new DriverRuns(
                2,
                new VerificationSubject(SAMPLE, binary, manifest, request, 1),
                Deadline.in(request.time()),
                new FaultyRunSteps(SAMPLE, manifest, StrategyRegistry::create, Set.of()),
                VerificationProgress.SILENT);
    }
}
