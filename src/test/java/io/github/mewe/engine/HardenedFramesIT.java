package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.ClangModule;
import io.github.mewe.fixture.Node;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.fixture.Running;
import io.github.mewe.harden.FrameSurvey;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hardens the frames of C functions: red zones, variable arguments, dynamic frames, structures, early returns. */
class HardenedFramesIT {
    private static final List<String> EXPORTS =
            List.of("leaf", "variable_arguments", "dynamic", "structures", "exits", "recursive", "indirect");

    @TempDir
    static Path directory;

    private static byte[] original;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        original = ClangModule.reactor(Node.resource(FrameSurvey.class, "frames.c"));
    }

    private static DiversificationResult hardened(byte[] input, HardeningOptions options, String seed) {
        var request = new DiversificationRequest(
                        new VariantBudget(3, 20, 2, Optional.empty()),
                        Optional.of(seed),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(options);
        return new Diversifier(2, directory).diversify("x", input, "y", request, Progress.SILENT);
    }

    private static HardeningOptions options(Set<HardeningMeasure> measures, int offset) {
        return new HardeningOptions(measures, StackStart.DEFAULT, offset, true, HeapOptions.DEFAULT);
    }

    @Test
    void behaveAsBefore() {
        for (HardeningOptions options : List.of(
                options(EnumSet.of(HardeningMeasure.FRAMES), 0),
                options(EnumSet.of(HardeningMeasure.CANARIES), 0),
                options(EnumSet.allOf(HardeningMeasure.class), 64))) {
            for (String seed : List.of("1", "2", "3")) {
                Running plain = Running.of(original);
                Running other = Running.of(hardened(original, options, seed).binary());
                other.call("mewe_seed", seed.hashCode(), 9);
                other.call("leaf", 1);
                String start = other.describe("stack");
                for (String export : EXPORTS) {
                    for (int n = 0; n < 40; n++) {
                        String what = export + " " + n + ", seed " + seed + ", " + options;
                        String expected = plain.describe(export, n);
                        assertTrue(!expected.startsWith("trap"), what);
                        assertEquals(expected, other.describe(export, n), what);
                        assertEquals(start, other.describe("stack"), what);
                    }
                }
            }
        }
    }

    @Test
    void understandsAllFramesButThatOfTheFunctionThatReturnsItsPlace() {
        Manifest manifest = hardened(original, options(EnumSet.of(HardeningMeasure.FRAMES), 0), "1")
                .manifest();
        Manifest.Hardening hardening = manifest.hardening();
        Set<Integer> leftAlone =
                hardening.leftAlone().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertEquals(
                Set.of("stack"),
                manifest.functions().stream()
                        .filter(function -> leftAlone.contains(function.dispatcherIndex()))
                        .map(Manifest.Function::name)
                        .collect(Collectors.toSet()));
        assertTrue(hardening.framedFunctions() >= 8, hardening.toString());
    }

    @Test
    void understandsAlmostAllFramesOfAProgram() throws IOException, InterruptedException {
        byte[] program = ClangModule.program(RealModules.SCRIPTS.resolve("c/wasi-tool.c"));
        Manifest.Hardening hardening = hardened(program, options(EnumSet.of(HardeningMeasure.FRAMES), 0), "1")
                .manifest()
                .hardening();
        int leftAlone =
                hardening.leftAlone().values().stream().mapToInt(List::size).sum();
        double share = hardening.framedFunctions() / (double) (hardening.framedFunctions() + leftAlone);
        assertTrue(share >= 0.95, share + " of the frames, " + hardening.leftAlone());
        assertTrue(hardening.framedFunctions() > 20, hardening.framedFunctions() + " frames");
    }
}
