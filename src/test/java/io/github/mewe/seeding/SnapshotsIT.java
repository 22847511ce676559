package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Modules;
import io.github.mewe.link.ChoiceTrace;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.maven.it.Runtimes;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes snapshots with Wizer, before and after diversification. */
class SnapshotsIT {
    private static final String PROGRAM = """
            (module
              (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func $mix (param $n i32) (result i32)
                (i32.xor
                  (i32.add (i32.mul (local.get $n) (i32.const 31)) (i32.load (i32.const 64)))
                  (i32.shr_u (local.get $n) (i32.const 5))))
              (func (export "wizer-initialize")
                (i32.store (i32.const 64) (call $mix (i32.const 7))))
              (func (export "run") (param $n i32) (result i32)
                (local $sum i32)
                (loop $next
                  (local.set $sum (call $mix (i32.add (local.get $sum) (local.get $n))))
                  (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                (local.get $sum)))
            """;

    /** Prints the result and the choices of two instances. */
    private static final String TWO_INSTANCES = """
            const module = new WebAssembly.Module(require('node:fs').readFileSync(process.argv[1]));
            for (let i = 0; i < 2; i++) {
              const choices = [];
              const {exports} = new WebAssembly.Instance(module, {
                mewe: {trace: (dispatcher, body) => choices.push(body)},
                wasi_snapshot_preview1: {
                  random_get(address, length) {
                    crypto.getRandomValues(new Uint8Array(exports.memory.buffer, address, length));
                    return 0;
                  },
                },
              });
              console.log(exports.run(40), choices.join(''));
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void instancesOfADiversifiedSnapshotChooseDifferently() throws Exception {
        DiversificationResult result = diversified(snapshot(Modules.of(PROGRAM)));
        assertEquals(List.of(), result.manifest().warnings());
        List<String> instances = instances(result.binary());
        assertNotEquals(instances.get(0), instances.get(1));
        assertEquals(instances.get(0).split(" ")[0], instances.get(1).split(" ")[0]);
    }

    @Test
    void aSnapshotOfAMultivariantBinaryContainsTheKey() throws Exception {
        DiversificationResult result = diversified(Modules.of(PROGRAM));
        Manifest manifest = result.manifest();
        assertEquals(1, manifest.warnings().size());
        assertTrue(manifest.warnings().get(0).startsWith("the input exports wizer-initialize"), manifest.toString());
        List<String> instances = instances(snapshot(result.binary()));
        assertEquals(instances.get(0), instances.get(1), "hence the warning");
        List<String> separately =
                instances(diversified(snapshot(Modules.of(PROGRAM))).binary());
        assertEquals(separately.get(0).split(" ")[0], instances.get(0).split(" ")[0], "the same result");
    }

    private DiversificationResult diversified(byte[] input) {
        var request = new DiversificationRequest(
                        new VariantBudget(3, 100, 1.3, Optional.empty()),
                        Optional.of("snapshots"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false));
        return new Diversifier(1, directory).diversify("app.wasm", input, "out.wasm", request, Progress.SILENT);
    }

    private byte[] snapshot(byte[] module) throws IOException, InterruptedException {
        Path wizer = Runtimes.install(
                        Path.of(System.getProperty("project.basedir", ".")).toFile(), "wasmtime")
                .resolve("node_modules/@bytecodealliance/wizer-linux-x64/wizer");
        Path input = Files.write(directory.resolve("input.wasm"), module);
        Path output = directory.resolve("snapshot.wasm");
        Path trace =
                Files.writeString(directory.resolve("trace.wat"), "(module (func (export \"trace\") (param i32 i32)))");
        output(
                wizer.toAbsolutePath().toString(),
                "--allow-wasi",
                "--preload",
                "mewe=" + trace,
                "-o",
                output.toString(),
                input.toString());
        return Files.readAllBytes(output);
    }

    private List<String> instances(byte[] binary) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("instances.wasm"), binary);
        return output("node", "-e", TWO_INSTANCES, file.toString()).lines().toList();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
