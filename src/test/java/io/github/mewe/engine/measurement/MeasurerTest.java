package io.github.mewe.engine.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.GranularityChoice;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.engine.WeightChoice;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.MeasurementFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests whole measurements: their figures, their files and their reproducibility. */
class MeasurerTest {
    private static final int VARIANTS = 3;
    private static final int RUNS = 200;

    /** A call of {@code twice} makes three choices among four bodies each. */
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
                (i32.add
                  (i32.xor (i32.mul (local.get $a) (i32.const 31)) (local.get $b))
                  (i32.shr_u (i32.sub (local.get $b) (i32.const 77)) (i32.const 3))))
              (func $twice (export "twice") (param $a i32) (param $b i32) (result i32)
                (i32.xor
                  (call $mix (i32.add (local.get $a) (local.get $b)) (i32.const 5))
                  (i32.sub (call $mix (local.get $b) (i32.const 9)) (i32.or (local.get $a) (i32.const 6)))))
              (func $trap (export "trap") (param $a i32) (result i32)
                (i32.div_u (i32.add (local.get $a) (i32.mul (local.get $a) (i32.const 3))) (i32.const 0)))
              (func $tiny (export "tiny")))
            """);

    @TempDir
    private Path directory;

    private DiversificationResult result;

    private Measurement measure(RandomnessSource source, int timeRuns, String... calls)
            throws IOException, InterruptedException {
        var request = new DiversificationRequest(
                        new VariantBudget(VARIANTS, 100, 1000, Optional.empty()),
                        Optional.of("seed"),
                        NameFilter.all(),
                        List.of(),
                        source)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()));
        result = new Diversifier(2, directory)
                .diversify("app.wasm", MODULE, "app-diversified.wasm", request, Progress.SILENT);
        return new Measurer(directory)
                .measure(MODULE, result.binary(), result.manifest(), request(timeRuns, calls), step -> {});
    }

    private static MeasurementRequest request(int timeRuns, String... calls) {
        var plans = new ArrayList<RunPlan>();
        for (String call : calls) {
            List<String> arguments = call.equals("trap") ? List.of("7") : List.of("7", "0x10");
            plans.add(new RunPlan(Optional.empty(), List.of(new Invocation(call, arguments, 1))));
        }
        return new MeasurementRequest(
                plans,
                RUNS,
                new MeasurementRequest.Timing(timeRuns, Duration.ofSeconds(20)),
                Optional.empty(),
                false,
                Optional.empty());
    }

    @Test
    void measuresChoicesAndTraces() throws Exception {
        Measurement measurement = measure(RandomnessSource.EXPORT, 0, "twice", "mix");
        Measurement.Statics statics = measurement.statics();
        assertEquals(4, statics.functions());
        assertEquals(2, statics.eligible(), "trap has 7 instructions");
        assertEquals(2, statics.diversifiedEligible());
        assertEquals(statics.variants(), statics.distinct());
        assertEquals(result.binary().length, statics.outputBytes());
        assertNull(statics.machineCode());
        Manifest.Function twice = result.manifest().functions().get(1);
        int bodies = twice.variants().size() + 1;
        assertEquals(VARIANTS + 1, bodies);
        assertEquals(2, statics.functionEntries().get(1).entropy());
        Measurement.Dynamics dynamics = measurement.dynamics().get(0);
        assertEquals("twice(7, 0x10)", dynamics.invocation());
        assertEquals(RUNS, dynamics.runs());
        assertEquals(2, dynamics.dispatchers());
        // A variant of twice may inline mix and so make fewer choices.
        assertEquals(3, dynamics.choices().quantiles().get(20));
        assertEquals(6, dynamics.traceBits(), "three choices of four bodies");
        assertEquals(6 / (Math.log(RUNS) / Math.log(2)), dynamics.ceiling(), 1e-5);
        assertTrue(dynamics.entropy() > 0.7 * dynamics.ceiling(), dynamics.toString());
        assertTrue(dynamics.entropy() <= dynamics.ceiling(), dynamics.toString());
        assertTrue(dynamics.uniqueRatio() <= 64.0 / RUNS, dynamics.toString());
        assertEquals("repetitions", dynamics.repeatFrom());
        assertTrue(dynamics.runsUntilRepeat() > 3 && dynamics.runsUntilRepeat() < 20, dynamics.toString());
        Measurement.Dynamics mix = measurement.dynamics().get(1);
        assertEquals(2, mix.traceBits());
        assertEquals(4.0 / RUNS, mix.uniqueRatio(), 1e-9);
        assertEquals(mix.ceiling(), mix.entropy(), 0.01);
        assertEquals(2, mix.pathBits());
    }

    @Test
    void withoutNodeComparesMachineCodeByV8InTheJvm() throws Exception {
        measure(RandomnessSource.EXPORT, 0);
        var request = new MeasurementRequest(
                List.of(),
                0,
                new MeasurementRequest.Timing(0, Duration.ZERO),
                Optional.empty(),
                true,
                Optional.empty());
        Measurement.Statics statics = new Measurer(directory)
                .measure(MODULE, result.binary(), result.manifest(), request, step -> {})
                .statics();
        Measurement.MachineCode code = statics.machineCode();
        assertTrue(code.engine().startsWith("V8 ") && code.engine().endsWith(" in the JVM"), code.engine());
        assertEquals(statics.variants(), code.variants());
        // The bodies of trap divide by zero, and V8 drops their other computations.
        int ofTrap = result.manifest().functions().get(2).variants().size();
        assertTrue(code.distinct() > 0 && code.distinct() <= code.variants() - ofTrap, code.toString());
    }

    @Test
    void runsWithOneKeyHaveOneTrace() throws Exception {
        Measurement.Dynamics dynamics =
                measure(RandomnessSource.FIXED, 0, "twice").dynamics().get(0);
        assertEquals(1.0 / RUNS, dynamics.uniqueRatio(), 1e-9);
        assertEquals(0, dynamics.entropy());
        assertEquals(0, dynamics.ceiling());
        assertEquals(0, dynamics.traceBits());
    }

    @Test
    void everySourceHasANewKeyInEachRun() throws Exception {
        Measurement.Dynamics dynamics =
                measure(RandomnessSource.HOST, 0, "mix").dynamics().get(0);
        assertEquals(4.0 / RUNS, dynamics.uniqueRatio(), 1e-9);
    }

    @Test
    void comparesOriginalsThatAreNotChoices() throws Exception {
        var request = new DiversificationRequest(
                        new VariantBudget(VARIANTS, 100, 1000, Optional.empty()),
                        Optional.of("seed"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(new WeightChoice(false, List.of()));
        result = new Diversifier(2, directory)
                .diversify("app.wasm", MODULE, "app-diversified.wasm", request, Progress.SILENT);
        Measurement measurement = new Measurer(directory)
                .measure(MODULE, result.binary(), result.manifest(), request(0, "mix"), step -> {});
        Measurement.Statics statics = measurement.statics();
        assertEquals(statics.variants(), statics.distinct());
        assertEquals(VARIANTS, statics.functionEntries().get(0).bodies());
        assertTrue(statics.functionEntries().get(0).commonSequences() < 1);
        Measurement.Dynamics mix = measurement.dynamics().get(0);
        assertEquals(3.0 / RUNS, mix.uniqueRatio(), 1e-9);
        assertTrue(mix.picture().stream().allMatch(run -> run.get(0) >= 1 && run.get(0) <= VARIANTS));
    }

    @Test
    void reportsARunThatTraps() throws Exception {
        Measurement measurement = measure(RandomnessSource.EXPORT, 10, "trap", "mix");
        assertTrue(measurement.dynamics().get(0).failure().startsWith("run 0: trap traps: "));
        assertTrue(measurement.times().get(0).failure().contains("trap traps: "));
        assertNull(measurement.dynamics().get(1).failure());
    }

    @Test
    void rejectsAMissingExport() {
        var e = assertThrows(DiversificationException.class, () -> measure(RandomnessSource.EXPORT, 0, "missing"));
        assertTrue(e.getMessage().contains("the module exports no function 'missing'"), e.getMessage());
    }

    @Test
    void timesTheOriginalAndTheBinary() throws Exception {
        Measurement.Times times =
                measure(RandomnessSource.EXPORT, 30, "twice").times().get(0);
        assertNull(times.failure());
        assertEquals(30, times.original().count());
        assertEquals(30, times.multivariant().count());
        assertTrue(times.low() <= times.ratio() && times.ratio() <= times.high(), times.toString());
        assertTrue(times.mannWhitneyU() >= 0 && times.mannWhitneyU() <= 900, times.toString());
        assertNotNull(times.multivariantStart());
    }

    @Test
    void largerBudgetsAllowMoreChoices() throws Exception {
        List<Measurement.Budgeted> frontier =
                measure(RandomnessSource.EXPORT, 0).frontier();
        assertEquals(8, frontier.size());
        for (int i = 1; i < frontier.size(); i++) {
            assertTrue(frontier.get(i).maxOverhead() > frontier.get(i - 1).maxOverhead());
            assertTrue(frontier.get(i).bitsPerRun() >= frontier.get(i - 1).bitsPerRun(), frontier.toString());
        }
        Measurement.Budgeted most = frontier.get(7);
        assertEquals(
                result.manifest().totals().diversified(),
                most.atEachCall() + most.paced() + most.oncePerInstance() + most.bound());
    }

    @Test
    void measurementsAreReproducible() throws Exception {
        Measurement one = measure(RandomnessSource.EXPORT, 0, "twice");
        Measurement again = measure(RandomnessSource.EXPORT, 0, "twice");
        assertEquals(new MeasurementFile().format(one), new MeasurementFile().format(again));
    }

    @Test
    void theFileConformsToItsSchema() throws Exception {
        Measurement measurement = measure(RandomnessSource.EXPORT, 10, "twice", "trap");
        Path manifest = directory.resolve("out/app-diversified.json");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, new ManifestFile().format(result.manifest()));
        Files.write(manifest.resolveSibling("app-diversified.wasm"), result.binary());
        Files.write(directory.resolve("app.wasm"), MODULE);
        FileMeasurer.Outcome outcome = new FileMeasurer(new Measurer(directory))
                .measure(manifest, List.of(directory), request(10, "twice", "trap"), step -> {})
                .get(0);
        assertEquals(manifest.resolveSibling("app-diversified-measurement.json"), outcome.report());
        String text = Files.readString(outcome.report());
        assertEquals(List.of(), JsonSchema.of("measurement.schema.json").violations(text));
        assertEquals(Optional.of(outcome.measurement()), new MeasurementFile().read(outcome.report()));
        assertEquals(measurement.statics(), outcome.measurement().statics());
        assertEquals(measurement.dynamics(), outcome.measurement().dynamics());
        assertEquals(List.of(manifest), new ManifestFiles().in(directory), "a measurement is not a manifest");
    }

    @Test
    void rejectsFilesThatDoNotMatchTheManifest() throws Exception {
        measure(RandomnessSource.EXPORT, 0, "twice");
        Path manifest = directory.resolve("out/app-diversified.json");
        Path binary = manifest.resolveSibling("app-diversified.wasm");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, new ManifestFile().format(result.manifest()));
        Files.write(binary, MODULE);
        Files.write(directory.resolve("app.wasm"), MODULE);
        assertNotMeasured(manifest, binary + " does not match the manifest " + manifest);
        Files.write(binary, result.binary());
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"bytes\":", "\"bytes\":1"));
        assertNotMeasured(manifest, "the manifest " + manifest + " has been changed since mewe:diversify wrote it");
    }

    private void assertNotMeasured(Path manifest, String reason) {
        var measurer = new FileMeasurer(new Measurer(directory));
        String message = assertThrows(
                        VerificationException.class,
                        () -> measurer.measure(manifest, List.of(directory), request(0, "twice"), step -> {}))
                .getMessage();
        assertTrue(message.startsWith(reason), message);
        assertFalse(Files.exists(manifest.resolveSibling("app-diversified-measurement.json")));
    }
}
