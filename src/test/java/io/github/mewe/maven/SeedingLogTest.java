package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.Platform;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Manifest.Binary;
import io.github.mewe.report.Manifest.Diversity;
import io.github.mewe.report.Manifest.Prediction;
import io.github.mewe.report.Manifest.Seeding;
import io.github.mewe.report.Manifest.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

/** Tests the messages about outputs that repeat their choices unless the host seeds them. */
class SeedingLogTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void warnsThatTheHostMustSeed() {
        report(false, manifest("a.wasm", "export"));
        assertEquals(1, said.size());
        assertTrue(
                said.get(0)
                        .startsWith("WARN Every instance of a.wasm repeats the same choices until the host calls"
                                + " mewe_seed in it. "),
                said.get(0));
        assertTrue(
                said.get(0).contains("docs/guides/seeding.md") && said.get(0).contains("<loader> (mewe.loader)"),
                said.get(0));
    }

    @Test
    void theRemedySuitsThePlatform() {
        for (Platform platform : Platform.values()) {
            said.clear();
            report(false, Optional.of(platform), manifest("a.wasm", "export"));
            assertEquals(1, said.size());
            String text = said.get(0);
            assertTrue(text.contains("until the host calls mewe_seed in it. "), text);
            assertEquals(
                    platform == Platform.WORKERS || platform == Platform.BROWSER,
                    text.contains("<loader> (mewe.loader)"),
                    text);
            assertEquals(
                    platform == Platform.JVM, text.contains("The section \"Java\" of docs/guides/seeding.md"), text);
            assertEquals(
                    platform == Platform.FASTLY || platform == Platform.WASI,
                    text.contains("Remove <randomness> (mewe.randomness)"),
                    text);
        }
    }

    @Test
    void manyOutputsGetOneWarning() {
        report(
                false,
                manifest("a.wasm", "export"),
                manifest("b.wasm", "export"),
                manifest("c.wasm", "export"),
                manifest("d.wasm", "export"),
                manifest("e.wasm", "export"));
        assertEquals(1, said.size());
        assertTrue(said.get(0).contains(" a.wasm, b.wasm, c.wasm and 2 more repeats "), said.get(0));
    }

    @Test
    void aLoaderTurnsTheWarningIntoAHint() {
        report(true, manifest("a.wasm", "export"));
        assertEquals(1, said.size());
        assertTrue(said.get(0).startsWith("INFO Instantiate or seed a.wasm with mewe-loader.mjs"), said.get(0));
    }

    @Test
    void distinguishesOutputsThatHarvestImports() {
        var harvested = List.of(new Manifest.Harvested("env", "clock", "result", 0, 9));
        var seeding = new Seeding(Seeding.HOST, "how", "otherwise", harvested, null);
        report(false, manifest("a.wasm", "export", seeding), manifest("b.wasm", "export"));
        assertEquals(2, said.size());
        assertTrue(said.get(0).startsWith("WARN Every instance of b.wasm repeats the same choices "), said.get(0));
        assertTrue(
                said.get(1)
                        .startsWith("WARN The choices of a.wasm can be guessed until the host calls mewe_seed in each"
                                + " instance: they follow from results of imports. "),
                said.get(1));
        said.clear();
        report(true, manifest("a.wasm", "export", seeding));
        assertTrue(said.get(0).endsWith("; the choices of an unseeded instance can be guessed"), said.get(0));
    }

    @Test
    void aLoaderCannotSeedThroughAnotherExport() {
        Seeding seeding = new Seeding(Seeding.HOST, "how", "otherwise");
        report(true, manifest("a.wasm", "export", seeding, "mewe_seed_1"));
        assertEquals(1, said.size());
        assertTrue(said.get(0).startsWith("WARN Every instance of a.wasm repeats"), said.get(0));
        assertTrue(said.get(0).contains("calls mewe_seed_1 in it"), said.get(0));
        assertTrue(said.get(0).contains("mewe-loader.mjs cannot seed a.wasm"), said.get(0));
    }

    @Test
    void aLoaderCannotSeedAFixedKey() {
        report(true, manifest("a.wasm", "fixed"));
        assertEquals(
                List.of("WARN Every run of a.wasm makes the same choices, because <randomness>"
                        + " (mewe.randomness) is 'fixed'. Use it for tests only"),
                said);
    }

    @Test
    void printsNothingForSourcesThatAreImports() {
        report(false, manifest("a.wasm", "host"), manifest("b.wasm", "wasi"));
        assertEquals(List.of(), said);
    }

    @Test
    void aKeyFromAnImportNeedsNoAction() {
        var seeding = new Seeding(Seeding.IMPORT, "how", "otherwise");
        report(false, manifest("a.wasm", "export", seeding), manifest("b.wasm", "export", seeding));
        assertEquals(1, said.size());
        assertTrue(
                said.get(0).startsWith("INFO Each instance of a.wasm, b.wasm takes its key from an import"),
                said.get(0));
    }

    @Test
    void printsNothingWithoutChoices() {
        report(false, manifest("a.wasm", "export", null), manifest("b.wasm", "fixed", null));
        assertEquals(List.of(), said);
    }

    private void report(boolean loader, Manifest... manifests) {
        report(loader, Optional.empty(), manifests);
    }

    private void report(boolean loader, Optional<Platform> platform, Manifest... manifests) {
        var log = new SeedingLog(loader, platform);
        for (Manifest manifest : manifests) {
            log.add(manifest);
        }
        log.report(new SystemStreamLog() {
            @Override
            public void info(CharSequence content) {
                said.add("INFO " + content);
            }

            @Override
            public void warn(CharSequence content) {
                said.add("WARN " + content);
            }
        });
    }

    private static Manifest manifest(String output, String randomness) {
        return manifest(output, randomness, new Seeding(Seeding.HOST, "how", "otherwise"));
    }

    private static Manifest manifest(String output, String randomness, Seeding seeding) {
        return manifest(output, randomness, seeding, randomness.equals("export") ? "mewe_seed" : null);
    }

    private static Manifest manifest(String output, String randomness, Seeding seeding, String seedExport) {
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "version",
                "version",
                "fingerprint",
                "seed",
                Map.of(),
                randomness,
                "switch",
                new Prediction("estimate", 1),
                new Diversity(0, 0, null),
                false,
                new Binary("in.wasm", "0", 1, 1),
                new Binary(output, "0", 1, 1),
                new Totals(1, 1, 1, 1, 0),
                List.of(),
                List.of(),
                seeding,
                seedExport,
                null,
                null,
                null);
    }
}
