package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.verification.ConfiguredRuns;
import io.github.mewe.engine.verification.VerificationProgress;
import io.github.mewe.engine.verification.VerificationRequest;
import io.github.mewe.engine.verification.Verifier;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackHardeningTest {
    private static final Set<HardeningMeasure> FRAMES = Set.of(HardeningMeasure.FRAMES);
    private static final Set<HardeningMeasure> ALL = Set.of(HardeningMeasure.FRAMES, HardeningMeasure.CANARIES);

    /** Function copy has a buffer of 16 bytes and writes as many bytes as its argument says. */
    private static final String MODULE = """
            (module
              (memory (export "memory") 1)
              (global $__stack_pointer (export "sp") (mut i32) (i32.const 4096))
              (func $sum (param $p i32) (param $n i32) (result i32) (local $s i32)
                (block $end
                  (loop $l
                    (br_if $end (i32.eqz (local.get $n)))
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (local.set $s
                      (i32.add
                        (i32.mul (local.get $s) (i32.const 31))
                        (i32.load8_u (i32.add (local.get $p) (local.get $n)))))
                    (br $l)))
                (local.get $s))
              (func $copy (export "copy") (param $n i32) (result i32) (local $fp i32) (local $i i32) (local $s i32)
                (global.set $__stack_pointer
                  (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 16))))
                (block $end
                  (loop $l
                    (br_if $end (i32.ge_u (local.get $i) (local.get $n)))
                    (i32.store8
                      (i32.add (local.get $fp) (local.get $i))
                      (i32.add (local.get $i) (i32.const 65)))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br $l)))
                (local.set $s (call $sum (local.get $fp) (local.get $n)))
                (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 16)))
                (local.get $s))
              (func $where (export "where") (param $deep i32) (result i32) (local $fp i32) (local $r i32)
                (global.set $__stack_pointer
                  (local.tee $fp (i32.sub (global.get $__stack_pointer) (i32.const 32))))
                (local.set $r (local.get $fp))
                (if (local.get $deep)
                  (then (local.set $r (call $where (i32.sub (local.get $deep) (i32.const 1))))))
                (global.set $__stack_pointer (i32.add (local.get $fp) (i32.const 32)))
                (local.get $r))
              (func $stackSave (export "stackSave") (result i32) (global.get $__stack_pointer)))
            """;

    @TempDir
    Path directory;

    private DiversificationResult hardened(Set<HardeningMeasure> measures) {
        return hardened(HardeningOptions.of(measures));
    }

    private DiversificationResult hardened(HardeningOptions options) {
        return hardened(Modules.of(MODULE), options);
    }

    private DiversificationResult hardened(byte[] module, HardeningOptions options) {
        var request = new DiversificationRequest(
                        new VariantBudget(4, 50, 1.5, Optional.empty()),
                        Optional.of("1"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withGranularity(new GranularityChoice(Optional.of(Granularity.CALL), List.of()))
                .with(options);
        return new Diversifier(1, directory).diversify("x", module, "y", request, Progress.SILENT);
    }

    @Test
    void keepsResultsAndRestoresTheStackPointer() {
        for (Set<HardeningMeasure> measures : List.of(FRAMES, Set.of(HardeningMeasure.CANARIES), ALL)) {
            Running original = Running.of(Modules.of(MODULE));
            Running hardened = Running.of(hardened(measures).binary());
            hardened.call("where", 0);
            String start = hardened.call("stackSave");
            for (int i = 0; i < 200; i++) {
                assertEquals(original.call("copy", i % 17), hardened.call("copy", i % 17), measures + ", call " + i);
                assertEquals(start, hardened.call("stackSave"), measures + ", call " + i);
            }
        }
    }

    @Test
    void movesFramesFromCallToCall() {
        Running hardened = Running.of(hardened(FRAMES).binary());
        var places = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            places.add(hardened.call("where", 3));
        }
        assertTrue(places.size() > 8, "a frame four calls deep was at only " + places.size() + " places");
    }

    @Test
    void movesTheStartOfTheStackWithEachSeed() {
        byte[] binary = hardened(FRAMES).binary();
        var starts = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            Running instance = Running.of(binary);
            instance.call("mewe_seed", i, 7);
            instance.call("where", 0);
            String start = instance.call("stackSave");
            starts.add(start);
            assertEquals(0, Integer.parseInt(start) % 16, start);
            assertTrue(Integer.parseInt(start) >= 4096 - 240, start);
        }
        assertTrue(starts.size() > 5, "the stack started at only " + starts);
    }

    private DiversificationResult withStack(int start, StackStart stackStart) {
        byte[] module =
                Modules.of(MODULE.replace("\"memory\") 1", "\"memory\") 17").replace("4096", "" + start));
        return hardened(module, new HardeningOptions(FRAMES, stackStart, 0, true, HeapOptions.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"65536, 3920", "1048576, 62912"})
    void movesTheStartWithinAShareOfTheStack(int size, int most) {
        DiversificationResult made = withStack(size, StackStart.DEFAULT);
        assertEquals(
                new Manifest.MovedStart(most, (long) size),
                made.manifest().hardening().stackStart());
        int lowest = size;
        for (int i = 0; i < 20; i++) {
            Running instance = Running.of(made.binary());
            instance.call("mewe_seed", i, 7);
            instance.call("where", 0);
            lowest = Math.min(lowest, Integer.parseInt(instance.call("stackSave")));
        }
        assertTrue(lowest >= size - most && lowest < size - most / 2, "the lowest start is " + lowest);
    }

    @Test
    void movesTheStartByAFixedAmountIfTheSizeIsUnknown() {
        Manifest manifest = withStack(300_000, StackStart.DEFAULT).manifest();
        assertEquals(new Manifest.MovedStart(1024, null), manifest.hardening().stackStart());
        assertEquals("6%", manifest.parameters().get("stackStart"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%"})
    void canLeaveTheStartUnchanged(String text) {
        DiversificationResult made = withStack(65536, StackStart.parse(text));
        assertEquals(null, made.manifest().hardening().stackStart());
        Running instance = Running.of(made.binary());
        instance.call("mewe_seed", 1, 7);
        instance.call("where", 0);
        assertEquals("65536", instance.call("stackSave"));
    }

    @Test
    void noticesAnOverflowIntoTheCallersFrame() {
        Running original = Running.of(Modules.of(MODULE));
        byte[] binary = hardened(ALL).binary();
        assertEquals(original.call("copy", 16), Running.of(binary).call("copy", 16), "no byte too many");
        for (int i = 0; i < 50; i++) {
            Running instance = Running.of(binary);
            instance.call("mewe_seed", i, 3);
            String found = instance.call("copy", 24);
            assertTrue(found.contains("unreachable"), "an overflow by eight bytes: " + found);
        }
    }

    @Test
    void doesNotChangeWhatItDoesNotUnderstand() {
        Manifest.Hardening hardening = hardened(ALL).manifest().hardening();
        assertEquals(List.of("frames", "canaries"), hardening.measures());
        assertEquals(2, hardening.framedFunctions());
        assertEquals(
                Set.of("uses the stack pointer of its caller as a value"),
                hardening.leftAlone().keySet());
        assertTrue(hardening.addedStackBytes() > 240, hardening.toString());
        long paddings = hardening.bodies().stream()
                .mapToInt(Manifest.HardenedBody::padding)
                .distinct()
                .count();
        assertTrue(paddings > 2, hardening.toString());
    }

    /** The stack of the module has 4,096 bytes. */
    @Test
    void warnsOfAStackThatIsTooSmall() {
        assertEquals(List.of(), hardened(ALL).manifest().warnings());
        List<String> warnings = hardened(offset(1600)).manifest().warnings();
        assertTrue(
                warnings.size() == 1
                        && warnings.get(0)
                                .matches("<harden> .* may need \\d+ bytes of the stack, 240 of them for its start\\."
                                        + " The stack has an estimated 4096 bytes\\. .*"),
                warnings.toString());
    }

    private static HardeningOptions offset(int bytes) {
        return new HardeningOptions(ALL, StackStart.DEFAULT, bytes, true, HeapOptions.DEFAULT);
    }

    @Test
    void movesFramesFurtherAtRunTime() {
        DiversificationResult made = hardened(offset(480));
        Running original = Running.of(Modules.of(MODULE));
        Running hardened = Running.of(made.binary());
        hardened.call("where", 0);
        int start = Integer.parseInt(hardened.call("stackSave"));
        var distances = new HashSet<Integer>();
        for (int i = 0; i < 300; i++) {
            assertEquals(original.call("copy", i % 17), hardened.call("copy", i % 17));
            int distance = start - Integer.parseInt(hardened.call("where", 0));
            assertEquals(0, distance % 16);
            distances.add(distance);
            assertEquals(start, Integer.parseInt(hardened.call("stackSave")));
        }
        int most = made.manifest().hardening().bodies().stream()
                        .mapToInt(Manifest.HardenedBody::padding)
                        .max()
                        .orElseThrow()
                + 32
                + 480;
        assertTrue(distances.size() > 20, "only at " + distances);
        assertTrue(Collections.max(distances) <= most, distances + " exceed " + most);
        assertTrue(Collections.max(distances) > 400, "only " + distances);
    }

    @Test
    void movesFramesInA64BitMemory() {
        String wat = """
                (module
                  (memory (export "memory") i64 1)
                  (global $__stack_pointer (mut i64) (i64.const 4096))
                  (func $f (export "f") (param $n i64) (result i64) (local $fp i64)
                    (global.set $__stack_pointer
                      (local.tee $fp (i64.sub (global.get $__stack_pointer) (i64.const 32))))
                    (i64.store (local.get $fp) (i64.mul (local.get $n) (i64.const 3)))
                    (if (i64.ne (i64.const 0) (local.tee $n (i64.load (local.get $fp))))
                      (then (drop (call $f (i64.const 0)))))
                    (global.set $__stack_pointer (i64.add (local.get $fp) (i64.const 32)))
                    (i64.add (local.get $n) (i64.const 1))))
                """;
        Manifest.Hardening hardening =
                hardened(WatModule.assemble(wat), offset(480)).manifest().hardening();
        assertTrue(hardening.bodies().size() > 2 && hardening.frameOffset() != null, hardening.toString());
    }

    @Test
    void offsetsCountInTheStackUse() {
        long without = hardened(ALL).manifest().hardening().addedStackBytes();
        Manifest.Hardening with = hardened(offset(160)).manifest().hardening();
        long added = with.addedStackBytes() - without;
        assertTrue(added >= 160 && added % 160 == 0, added + " bytes");
    }

    @Test
    void framesWithOffsetsAreVerified() {
        DiversificationResult made = hardened(offset(480));
        Verification verification = verify(made.binary(), made.manifest());
        assertEquals(List.of(), verification.divergences());
        verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .forEach(variant -> assertNotEquals("not-executed", variant.status(), variant.toString()));
    }

    @Test
    void canGuardSomeOfTheBodies() {
        var some = new HardeningOptions(ALL, StackStart.DEFAULT, 0, false, HeapOptions.DEFAULT);
        DiversificationResult made = hardened(some);
        List<Manifest.HardenedBody> bodies = made.manifest().hardening().bodies();
        long guarded = bodies.stream().filter(Manifest.HardenedBody::canary).count();
        assertTrue(guarded >= bodies.size() / 2 && guarded <= bodies.size() / 2 + 2, guarded + " of " + bodies.size());
        int alarms = 0;
        for (int i = 0; i < 60; i++) {
            Running instance = Running.of(made.binary());
            instance.call("mewe_seed", i, 3);
            alarms += instance.call("copy", 24).contains("unreachable") ? 1 : 0;
        }
        assertTrue(alarms > 10 && alarms < 50, alarms + " of 60");
        assertEquals(List.of(), verify(made.binary(), made.manifest()).divergences());
    }

    @Test
    void isOffByDefault() {
        assertEquals(null, hardened(Set.of()).manifest().hardening());
        assertNotEquals(null, hardened(FRAMES).manifest().hardening());
    }

    @Test
    void isVerifiedAgainstTheOriginal() {
        DiversificationResult made = hardened(ALL);
        Verification verification = verify(made.binary(), made.manifest());
        assertEquals(List.of(), verification.divergences());
        verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .forEach(variant -> assertNotEquals("not-executed", variant.status(), variant.toString()));
    }

    @Test
    void verificationFindsAFrameAtAnotherPlaceThanTheManifestSays() {
        DiversificationResult made = hardened(FRAMES);
        Manifest.Hardening told = made.manifest().hardening();
        var wrong = new Manifest.Hardening(
                told.measures(),
                told.stackPointer(),
                told.framedFunctions(),
                told.bodies().stream()
                        .map(body -> new Manifest.HardenedBody(body.index(), body.padding() + 16, body.canary()))
                        .toList(),
                told.leftAlone(),
                told.alarm(),
                told.frameOffset(),
                told.stackStart(),
                told.addedStackBytes(),
                told.heap());
        assertTrue(!verify(made.binary(), made.manifest().with(wrong))
                .divergences()
                .isEmpty());
    }

    private Verification verify(byte[] binary, Manifest manifest) {
        var request = new VerificationRequest(
                VerificationRequest.INPUTS,
                VerificationRequest.SEEDS,
                VerificationRequest.EXPORT_INPUTS,
                Duration.ofSeconds(60),
                Optional.of("3"),
                ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        return new Verifier(1, directory)
                .verify(Modules.of(MODULE), binary, manifest, request, VerificationProgress.SILENT)
                .verification();
    }
}
