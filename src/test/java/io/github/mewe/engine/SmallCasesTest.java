package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.Engine;
import io.github.mewe.execution.Engines;
import io.github.mewe.execution.ExportedFunction;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunningModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small modules that once were refused or harmed: every engine takes the output and computes the same values. */
class SmallCasesTest {
    private static final int SEEDS = 2;
    private static final int ARGUMENTS = 7;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"mem0", "loc", "badname", "tfreq", "tf", "tfnone"})
    void theOutputComputesTheValuesOfTheInput(String name) throws IOException {
        byte[] input = Resources.bytes(SmallCasesTest.class, "/io/github/mewe/cases/" + name + ".wasm");
        List<Engine> engines = Engines.all();
        // V8, because the embedded engine refuses malformed names.
        List<CallOutcome> expected = values(engines.get(engines.size() - 1), input);
        for (int seed = 1; seed <= SEEDS; seed++) {
            FileDiversifier.Outcome outcome = diversify(input, seed);
            byte[] output = Files.readAllBytes(outputs(seed).binary());
            assertTrue(outcome.manifest().totals().variants() > 0, name + " is diversified");
            for (Engine engine : engines) {
                assertEquals(expected, values(engine, output), engine.name() + ", seed " + seed);
            }
        }
    }

    /** The key has 16 bytes; a page may have one. */
    @Test
    void wasiIsNotChosenForPagesOfOneByte() throws IOException {
        byte[] input = WatModule.assemble("""
                (module
                  (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (memory (export "memory") 1 (pagesize 1))
                  (func (export "f") (param i32) (result i32)
                    (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.xor (local.get 0) (i32.load8_u (i32.const 0))))))
                """);
        FileDiversifier.Outcome outcome = diversify(input, 1);
        assertTrue(outcome.manifest().totals().variants() > 0);
        assertEquals("export", outcome.manifest().randomness());
    }

    private FileDiversifier.Outcome diversify(byte[] input, int seed) throws IOException {
        Path file = Files.write(directory.resolve("in.wasm"), input);
        var request = new DiversificationRequest(
                        new VariantBudget(4, 1000, 1.3, Optional.empty()),
                        Optional.of(Integer.toString(seed)),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        return new FileDiversifier(new Diversifier(1, directory))
                .diversify(file, outputs(seed), request, Progress.SILENT);
    }

    private OutputFiles outputs(int seed) {
        return OutputFiles.in(directory, "in.wasm", "seed" + seed);
    }

    private static List<CallOutcome> values(Engine engine, byte[] module) {
        var values = new ArrayList<CallOutcome>();
        try (PreparedModule prepared = engine.prepare(module, "case");
                RunningModule running = prepared.instantiate(RunEnvironment.DEFAULT)) {
            for (ExportedFunction function : prepared.functions()) {
                for (int argument = 0; argument < ARGUMENTS && !function.name().equals("mewe_seed"); argument++) {
                    values.add(running.call(function.name(), argument));
                }
            }
        }
        assertTrue(values.stream().allMatch(CallOutcome.Returned.class::isInstance), values::toString);
        return values;
    }
}
