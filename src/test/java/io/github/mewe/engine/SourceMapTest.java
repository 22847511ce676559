package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.mewe.fixture.Modules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.SectionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests source maps with modules whose function f maps to line 10 f + 11 and, from its middle on, to 10 f + 12. */
class SourceMapTest {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String CONTENT = "line \"one\"\n\u00fc";

    @TempDir
    private Path directory;

    private byte[] module = Modules.sample();
    private final FileDiversifier files = new FileDiversifier(new Diversifier(2, Path.of(".")));

    /** A custom section before the code is put back after the map was written, and moves the code. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000})
    void originalsKeepTheirLinesAndVariantsMapToTheFirst(int bytesBeforeTheCode) throws IOException {
        module = bytesBeforeTheCode == 0 ? module : withCustomSection(bytesBeforeTheCode);
        FileDiversifier.Outcome outcome = diversify(withUrl("maps/in.wasm.map"), Optional.of(map()));
        assertEquals(Optional.empty(), outcome.withoutSourceMap());
        byte[] output = Files.readAllBytes(files().binary());
        BinaryLayout layout = BinaryLayout.of(output);
        assertEquals(Optional.of("out.wasm.map"), layout.sourceMapUrl(output));
        JsonObject map = readMap();
        assertEquals("[\"a.c\",\"b.c\"]", map.get("sources").toString());
        assertEquals(CONTENT, map.getAsJsonArray("sourcesContent").get(0).getAsString());
        assertTrue(map.getAsJsonArray("sourcesContent").get(1).isJsonNull());
        assertEquals("[\"second\"]", map.get("names").toString(), "the name that is used");
        assertEquals("out.wasm", map.get("file").getAsString());
        int variants = checkLines(outcome.manifest(), layout, map);
        assertTrue(variants > 10, variants + " variants");
    }

    /** Engines refuse so many locals, so the first function is left alone. */
    @Test
    void aFunctionLeftAloneKeepsItsLines() throws IOException {
        module = Modules.of("""
                (module
                  (func (param i32) (result i32) (local LOCALS)
                    (i32.mul (call $f (local.get 0)) (i32.add (local.get 0) (i32.const 77))))
                  (func $f (export "f") (param i32) (result i32)
                    (i32.xor (i32.mul (local.get 0) (i32.const 5)) (i32.add (local.get 0) (i32.const 9)))))
                """.replace("LOCALS", "i64 ".repeat(50_001)));
        FileDiversifier.Outcome outcome = diversify(withUrl("in.wasm.map"), Optional.of(map()));
        assertTrue(outcome.manifest().functions().get(0).reason().startsWith("left alone"));
        byte[] output = Files.readAllBytes(files().binary());
        assertTrue(checkLines(outcome.manifest(), BinaryLayout.of(output), readMap()) > 0);
    }

    /** Checks the lines of all bodies, and returns the number of variants. */
    private static int checkLines(Manifest manifest, BinaryLayout layout, JsonObject map) {
        TreeMap<Integer, Integer> lines = decode(map.get("mappings").getAsString());
        int variants = 0;
        for (Manifest.Function function : manifest.functions()) {
            int first = 10 * function.index() + 11;
            Set<Integer> both = Set.of(first, first + 1);
            if (function.variants().isEmpty()) {
                assertEquals(both, lines(lines, layout.bodies().get(function.dispatcherIndex())));
                continue;
            }
            assertEquals(both, lines(lines, layout.bodies().get(function.originalIndex())), function.name());
            assertEquals(Set.of(first), lines(lines, layout.bodies().get(function.dispatcherIndex())));
            for (Manifest.Variant variant : function.variants()) {
                assertEquals(Set.of(first), lines(lines, layout.bodies().get(variant.index())), variant.name());
                for (int helper : variant.helpers()) {
                    assertEquals(Set.of(first), lines(lines, layout.bodies().get(helper)), variant.name());
                }
                variants++;
            }
        }
        return variants;
    }

    @Test
    void writesAnEmbeddedMapBesideTheOutput() throws IOException {
        String url = "data:application/json;base64," + Base64.getEncoder().encodeToString(map());
        diversify(withUrl("in.wasm.map"), Optional.of(map()));
        JsonObject expected = readMap();
        Files.delete(directory.resolve("in.wasm.map"));
        FileDiversifier.Outcome outcome = diversify(withUrl(url), Optional.empty());
        assertEquals(Optional.empty(), outcome.withoutSourceMap());
        assertEquals(expected.get("sources"), readMap().get("sources"));
        assertFalse(readMap().get("mappings").getAsString().isEmpty());
    }

    @Test
    void dropsTheUrlOfAMissingMap() throws IOException {
        FileDiversifier.Outcome outcome = diversify(withUrl("https://example.org/in.wasm.map"), Optional.empty());
        String problem = outcome.withoutSourceMap().orElseThrow();
        assertTrue(problem.contains("https://example.org/in.wasm.map"), problem);
        byte[] output = Files.readAllBytes(files().binary());
        assertEquals(Optional.empty(), BinaryLayout.of(output).sourceMapUrl(output));
        assertFalse(Files.exists(files().sourceMap()));
    }

    @Test
    void aBrokenMapDoesNotFailTheBuild() throws IOException {
        String good = new String(map(), StandardCharsets.UTF_8);
        String mappings =
                JsonParser.parseString(good).getAsJsonObject().get("mappings").getAsString();
        for (String broken : new String[] {
            "[]",
            "{",
            "{}",
            good.replace(mappings, "A;A"),
            good.replace(mappings, "gggggggggg"),
            good.replace("\"a.c\",\"b.c\"", ""),
            good.replace(mappings, "gBAAAAAAAA")
        }) {
            FileDiversifier.Outcome outcome =
                    diversify(withUrl("in.wasm.map"), Optional.of(broken.getBytes(StandardCharsets.UTF_8)));
            assertTrue(outcome.withoutSourceMap().orElse("").contains("cannot be rewritten"), broken);
            assertTrue(outcome.manifest().totals().variants() > 0);
            assertFalse(Files.exists(files().sourceMap()));
        }
    }

    @Test
    void aChangedMapDiversifiesAgain() throws IOException {
        diversify(withUrl("in.wasm.map"), Optional.of(map()));
        assertTrue(diversify(withUrl("in.wasm.map"), Optional.of(map())).upToDate());
        Files.delete(files().sourceMap());
        assertFalse(diversify(withUrl("in.wasm.map"), Optional.of(map())).upToDate(), "the map was deleted");
        byte[] other =
                new String(map(), StandardCharsets.UTF_8).replace("b.c", "c.c").getBytes(StandardCharsets.UTF_8);
        assertFalse(diversify(withUrl("in.wasm.map"), Optional.of(other)).upToDate());
        assertEquals("[\"a.c\",\"c.c\"]", readMap().get("sources").toString());
        assertFalse(diversify(module, Optional.empty()).upToDate());
        assertFalse(Files.exists(files().sourceMap()), "a stale map is gone");
    }

    private FileDiversifier.Outcome diversify(byte[] input, Optional<byte[]> map) throws IOException {
        Path file = Files.write(directory.resolve("in.wasm"), input);
        if (map.isPresent()) {
            Files.write(directory.resolve("in.wasm.map"), map.get());
        }
        var request = new DiversificationRequest(
                new VariantBudget(3, 100, 1.3, Optional.empty()),
                Optional.of("lines"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        return files.diversify(file, files(), request, Progress.SILENT);
    }

    private OutputFiles files() {
        return new OutputFiles(directory.resolve("out.wasm"), directory.resolve("out.json"), Optional.empty());
    }

    private JsonObject readMap() throws IOException {
        return JsonParser.parseString(Files.readString(files().sourceMap())).getAsJsonObject();
    }

    private byte[] withCustomSection(int bytes) {
        byte[] sections = Arrays.copyOfRange(module, 8, module.length);
        return new BinaryWriter()
                .header()
                .section(SectionId.CUSTOM, new BinaryWriter().name("vendor").raw(new byte[bytes]))
                .raw(sections)
                .toBytes();
    }

    private byte[] withUrl(String url) {
        return new BinaryWriter()
                .raw(module)
                .section(
                        SectionId.CUSTOM,
                        new BinaryWriter().name("sourceMappingURL").name(url))
                .toBytes();
    }

    private byte[] map() {
        var mappings = new StringBuilder();
        int offset = 0;
        int line = 0;
        for (Body body : BinaryLayout.of(module).bodies()) {
            int function = BinaryLayout.of(module).bodies().indexOf(body);
            for (int half = 0; half < 2; half++) {
                int at = body.start() + half * body.size() / 2;
                int next = 10 * function + 10 + half;
                mappings.append(mappings.isEmpty() ? "" : ",");
                for (int number : new int[] {at - offset, function == 1 && half == 0 ? 1 : 0, next - line, 0}) {
                    encode(mappings, number);
                }
                if (function == 1 && half == 1) {
                    encode(mappings, 1);
                }
                offset = at;
                line = next;
            }
        }
        var map = new JsonObject();
        map.addProperty("version", 3);
        map.addProperty("file", "in.wasm");
        map.add("sources", JsonParser.parseString("[\"a.c\",\"b.c\"]"));
        var contents = new JsonArray();
        contents.add(CONTENT);
        contents.add(JsonNull.INSTANCE);
        map.add("sourcesContent", contents);
        map.add("names", JsonParser.parseString("[\"first\",\"second\"]"));
        map.addProperty("mappings", mappings.toString());
        return map.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void encode(StringBuilder text, int number) {
        int rest = number < 0 ? -number << 1 | 1 : number << 1;
        for (; rest >= 32; rest >>>= 5) {
            text.append(DIGITS.charAt(rest & 31 | 32));
        }
        text.append(DIGITS.charAt(rest));
    }

    /** The line at which the mapping of each offset starts, from 1; 0 for none. */
    private static TreeMap<Integer, Integer> decode(String mappings) {
        var lines = new TreeMap<Integer, Integer>();
        int offset = 0;
        int line = 1;
        for (String entry : mappings.split(",")) {
            int[] numbers = numbers(entry);
            offset += numbers[0];
            if (numbers.length > 1) {
                line += numbers[2];
            }
            lines.put(offset, numbers.length > 1 ? line : 0);
        }
        return lines;
    }

    private static int[] numbers(String entry) {
        var numbers = new int[5];
        int count = 0;
        int value = 0;
        int shift = 0;
        for (char c : entry.toCharArray()) {
            int digit = DIGITS.indexOf(c);
            value |= (digit & 31) << shift;
            shift += 5;
            if (digit < 32) {
                numbers[count++] = (value & 1) == 0 ? value >>> 1 : -(value >>> 1);
                value = 0;
                shift = 0;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private static Set<Integer> lines(TreeMap<Integer, Integer> lines, Body body) {
        var seen = new TreeSet<>(
                lines.subMap(body.start(), body.start() + body.size()).values());
        seen.add(lines.floorEntry(body.start()).getValue());
        // The declarations of locals before the code may lack a mapping.
        seen.remove(0);
        return seen;
    }
}
