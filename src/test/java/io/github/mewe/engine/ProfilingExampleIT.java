package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.profile.RecordedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example of {@code docs/guides/profiling.md}. */
class ProfilingExampleIT {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("project.basedir")).resolve("docs/guides/profiling.md");
    private static final int SECONDS = 60;

    @TempDir
    private Path directory;

    @Test
    void countsFromNodeGiveTheSameProfileAsTheEmbeddedEngine() throws Exception {
        byte[] module = WatModule.assemble("""
                (module
                  (func $fib (export "fib") (param $n i32) (result i32)
                    (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
                      (then (local.get $n))
                      (else
                        (i32.add
                          (call $fib (i32.sub (local.get $n) (i32.const 1)))
                          (call $fib (i32.sub (local.get $n) (i32.const 2))))))))
                """);
        var profiler = new Profiler(directory);
        byte[] instrumented = profiler.instrument(module);
        Files.createDirectories(directory.resolve("target/mewe"));
        Files.write(directory.resolve("target/mewe/app-instrumented.wasm"), instrumented);
        Path script = Files.writeString(directory.resolve("record.mjs"), example());

        Path log = directory.resolve("log");
        var process = Node.install()
                .process(List.of(), script, List.of())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        assertTrue(Node.ends(process, SECONDS), () -> read(log));

        RecordedProfile counted =
                profiler.convert("app.wasm", module, Files.readString(directory.resolve("app.counts.json")));
        var invocations = new ArrayList<Invocation>();
        for (int n = 0; n < 20; n++) {
            invocations.add(new Invocation("fib", List.of(String.valueOf(n)), 1));
        }
        var run = new RunPlan(Optional.empty(), invocations);
        assertEquals(profiler.record("app.wasm", module, instrumented, run), counted);
        assertEquals(20, counted.functions().get(0).indirectCalls());
    }

    private static String example() throws IOException {
        Matcher code = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertTrue(code.find(), "the document has no example");
        return code.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
