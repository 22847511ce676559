package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of {@code docs/guides/debugging.md} in Node. */
class DebuggingIT {
    private static final Path BASE = Path.of(System.getProperty("project.basedir", "."));
    private static final int SECONDS = 60;

    private static Node node;

    @TempDir
    private Path directory;

    @BeforeAll
    static void installNode() throws IOException, InterruptedException {
        node = Node.install();
    }

    @Test
    void replaysARunFromTheSeedAndFromTheTrace() throws IOException, InterruptedException {
        byte[] app = Files.readAllBytes(BASE.resolve("src/it/parameters/app.wasm"));
        for (DispatchShape shape : List.of(DispatchShape.SWITCH, DispatchShape.TABLE)) {
            var options = new DispatchOptions(shape, ChoiceTrace.IMPORT, true);
            for (Granularity granularity : List.of(Granularity.CALL, Granularity.INSTANCE)) {
                String output = run(guideScript("replay.mjs"), diversify(app, options, granularity));
                int choices = granularity == Granularity.CALL ? 25 * 4 : 4;
                assertEquals("replayed " + choices + " choices\n", output, shape + " " + granularity);
            }
        }
    }

    @Test
    void theRingBufferHasTheLastEvents() throws IOException, InterruptedException {
        String wat = Files.readString(BASE.resolve("src/it/parameters/app.wat"))
                .replace("(memory (export \"memory\") 1)", "(memory (export \"memory\") 1) (memory 1)");
        byte[] app = WatModule.assemble(wat);
        var options = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.MEMORY, false);
        List<String> lines = run(guideScript("ring.mjs"), diversify(app, options, Granularity.CALL))
                .lines()
                .toList();
        // demo, number 3, calls fnv (1), collatz (2) and gcd (0).
        var dispatchers = List.of(0, 3, 1, 2, 0);
        assertEquals(dispatchers.size(), lines.size(), lines::toString);
        for (int i = 0; i < lines.size(); i++) {
            String expected = 4 * 70_000 - 5 + i + ": " + dispatchers.get(i) + " [0-4]";
            assertTrue(Pattern.matches(expected, lines.get(i)), lines + ": " + expected);
        }
    }

    private static final String TRAPPING = """
            (module
              (func $careful (export "careful") (param $a i32) (param $b i32) (result i32)
                (if (i32.lt_u (local.get $a) (i32.mul (local.get $b) (i32.const 7)))
                  (then (local.set $a (i32.xor (local.get $a) (local.get $b)))))
                (i32.add (i32.div_s (local.get $a) (local.get $b)) (i32.const 3))))
            """;
    private static final String TRAP_IN_EACH = """
            import { readFileSync } from 'node:fs';
            const binary = new WebAssembly.Module(readFileSync(process.argv[2]));
            for (let variant = 0; variant < 3; variant++) {
              const { exports } = new WebAssembly.Instance(binary);
              exports.mewe_force(0, variant);
              try {
                exports.careful(1, 0);
              } catch (e) {
                console.log(e.stack.split('\\n').filter(line => line.includes('wasm')).join(' '));
              }
            }
            """;

    @Test
    void stackTracesNameTheFunctionAndTheVariant() throws IOException, InterruptedException {
        for (DispatchShape shape : List.of(DispatchShape.SWITCH, DispatchShape.TABLE)) {
            var options = new DispatchOptions(shape, ChoiceTrace.NONE, true);
            Path module = diversify(WatModule.assemble(TRAPPING), options, Granularity.CALL);
            List<String> stacks = run(TRAP_IN_EACH, module).lines().toList();
            assertEquals(3, stacks.size(), stacks::toString);
            for (int variant = 0; variant < 3; variant++) {
                // The variant's frame, and the dispatcher's below it.
                String stack = stacks.get(variant);
                assertTrue(Pattern.matches(".*at careful\\$v" + variant + " .*at careful .*", stack), stack);
            }
        }
    }

    @Test
    void addsNoNamesToAnInputWithoutNames() throws IOException, InterruptedException {
        byte[] input = Modules.of(TRAPPING);
        assertFalse(hasNames(input));
        var options = new DispatchOptions(DispatchShape.TABLE, ChoiceTrace.NONE, true);
        Path module = diversify(input, options, Granularity.CALL);
        assertFalse(hasNames(Files.readAllBytes(module)));
        String stacks = run(TRAP_IN_EACH, module);
        assertFalse(stacks.contains("$v"), stacks);
        assertEquals(3, stacks.lines().count(), stacks);
    }

    private static boolean hasNames(byte[] binary) {
        return new String(binary, StandardCharsets.ISO_8859_1).contains("\u0004name");
    }

    private Path diversify(byte[] input, DispatchOptions options, Granularity granularity) throws IOException {
        DiversificationRequest request = new DiversificationRequest(
                        new VariantBudget(4, 100, 1.3, Optional.empty()),
                        Optional.of("debugging"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withMaxOverhead(1000)
                .withGranularity(new GranularityChoice(Optional.of(granularity), List.of()))
                .with(options);
        DiversificationResult result =
                new Diversifier(2, directory).diversify("in.wasm", input, "out.wasm", request, Progress.SILENT);
        for (Manifest.Function function : result.manifest().functions()) {
            assertTrue(function.variants().size() >= 2, function::toString);
        }
        return Files.write(directory.resolve("out.wasm"), result.binary());
    }

    /** Finds a script of the guide by the name in its first line. */
    private static String guideScript(String name) throws IOException {
        var block = Pattern.compile("```js\n(// " + Pattern.quote(name) + ":.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(BASE.resolve("docs/guides/debugging.md")));
        assertTrue(block.find(), name);
        return block.group(1);
    }

    private String run(String script, Path module) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("script.mjs"), script);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = node.process(List.of(), file, List.of(module.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        boolean ended = Node.ends(builder, SECONDS);
        String text = Files.readString(output);
        assertTrue(ended, text);
        return text;
    }
}
