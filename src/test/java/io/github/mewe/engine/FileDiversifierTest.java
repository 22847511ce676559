package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest.Seeding;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiversifierTest {
    @TempDir
    private Path directory;

    private Path input;
    private OutputFiles output;
    private FileDiversifier diversifier;

    @BeforeEach
    void writeInput() throws IOException {
        input = Files.write(directory.resolve("app.wasm"), Modules.sample());
        output = OutputFiles.in(directory.resolve("out"), "app.wasm", "diversified");
        diversifier = new FileDiversifier(new Diversifier(1, directory));
    }

    @Test
    void skipsOutputsThatAreUpToDate() throws IOException {
        assertFalse(run(request(2)).upToDate());
        byte[] made = Files.readAllBytes(output.binary());
        FileDiversifier.Outcome second = run(request(2));
        assertTrue(second.upToDate());
        assertArrayEquals(made, Files.readAllBytes(output.binary()));
        assertEquals(made.length, second.manifest().output().bytes());
    }

    @Test
    void anyChangeOfInputRequestOrOutputDiversifiesAgain() throws IOException {
        run(request(2));
        assertFalse(run(request(3)).upToDate(), "another budget");
        Files.write(output.binary(), new byte[] {1});
        assertFalse(run(request(3)).upToDate(), "a changed output");
        Files.writeString(output.manifest(), "{");
        assertFalse(run(request(3)).upToDate(), "a broken manifest");
        String manifest = Files.readString(output.manifest());
        Files.writeString(output.manifest(), manifest.replaceFirst("\"instructions\":", "\"instructions\":1"));
        assertFalse(run(request(3)).upToDate(), "a changed manifest");
        assertEquals(manifest, Files.readString(output.manifest()));
        Files.write(input, Modules.of("(module (func (export \"f\") (result i32) (i32.const 1)))"));
        assertFalse(run(request(3)).upToDate(), "another input");
    }

    @Test
    void aMalformedInputKeepsTheLastOutput() throws IOException {
        run(request(2));
        byte[] made = Files.readAllBytes(output.binary());
        Files.write(input, new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 99});
        assertThrows(DiversificationException.class, () -> run(request(2)));
        assertArrayEquals(made, Files.readAllBytes(output.binary()));
        try (var files = Files.list(output.binary().getParent())) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void writesTheLoaderOnRequest() throws IOException {
        run(request(2));
        Path loader = output.binary().resolveSibling("mewe-loader.mjs");
        Path types = output.binary().resolveSibling("mewe-loader.d.mts");
        assertFalse(Files.exists(loader) || Files.exists(types), "the loader was not requested");
        output = output.withLoader();
        assertTrue(run(request(2)).upToDate());
        String made = Files.readString(loader);
        assertTrue(made.contains("export async function instantiate("), made);
        assertTrue(Files.readString(types).contains("export function instantiate("));
        Files.writeString(loader, "// something else");
        Files.delete(types);
        assertTrue(run(request(2)).upToDate());
        assertEquals(made, Files.readString(loader));
        assertTrue(Files.exists(types));
    }

    @Test
    void theManifestDescribesTheSeeding() throws IOException {
        for (var duty : Map.of(
                        RandomnessSource.AUTO, Seeding.HOST,
                        RandomnessSource.EXPORT, Seeding.HOST,
                        RandomnessSource.HOST, Seeding.HOST,
                        RandomnessSource.FIXED, Seeding.NOBODY)
                .entrySet()) {
            Files.deleteIfExists(output.manifest());
            Seeding seeding = run(request(2, duty.getKey())).manifest().seeding();
            assertEquals(duty.getValue(), seeding.by());
            assertEquals(
                    seeding,
                    new ManifestFile().read(output.manifest()).orElseThrow().seeding());
        }
        Files.write(input, Modules.of("(module (func (export \"f\") (result i32) (i32.const 1)))"));
        assertNull(run(request(2)).manifest().seeding(), "there are no choices");
    }

    private FileDiversifier.Outcome run(DiversificationRequest request) throws IOException {
        return diversifier.diversify(input, output, request, Progress.SILENT);
    }

    private static DiversificationRequest request(int variants) {
        return request(variants, RandomnessSource.AUTO);
    }

    private static DiversificationRequest request(int variants, RandomnessSource source) {
        return new DiversificationRequest(
                new VariantBudget(variants, 20, 1.3, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                source);
    }
}
