package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.EndiveEngine;
import io.github.mewe.execution.HostSeed;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.Value;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.link.EntryTracing.Traced;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the traces of traced binaries. All bodies of a function are equal, so only the trace distinguishes them. */
class EntryTracingTest {
    private static final int VARIANTS = 3;

    /**
     * A call of twice enters one body of twice and two of leaf. A call of down enters one more body than its argument.
     */
    private static final String WAT = """
            (module
              (func $leaf (export "leaf") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
              (func $twice (export "twice") (param i32) (result i32)
                (call $leaf (call $leaf (local.get 0))))
              (func $down (export "down") (param i32) (result i32)
                (if (result i32) (local.get 0)
                  (then (call $down (i32.sub (local.get 0) (i32.const 1))))
                  (else (i32.const 99)))))
            """;

    private List<Traced> traced = List.of();

    @Test
    void countsEveryEntryAndEveryDraw() {
        Map<String, Value> seen = run(trace(Granularity.CALL, new DrawKey(1, 2)), "twice", 5, 7);
        assertEquals(3, bits(seen, EntryTracing.LENGTH));
        assertEquals(3, bits(seen, EntryTracing.DRAWS));
        assertEquals(3 * 2 * EntryTracing.UNIT, bits(seen, EntryTracing.WAYS), "four bodies are two bits");
        assertEquals(3 * 2 * EntryTracing.UNIT, bits(seen, EntryTracing.ENTROPY));
        assertEquals(0b011, bits(seen, EntryTracing.REACHED + 0));
        assertEquals(0, bits(seen, EntryTracing.DRAWN + 0));
        for (int i = 0; i < EntryTracing.FIRST_COUNT; i++) {
            int body = (int) bits(seen, EntryTracing.FIRST + i);
            assertTrue(i < 3 ? body >= 0 && body <= VARIANTS : body == -1, "entry " + i + ": " + body);
        }
    }

    @Test
    void tracesEveryRecursiveCall() {
        Map<String, Value> seen = run(trace(Granularity.CALL, new DrawKey(1, 2)), "down", 1000, 99);
        assertEquals(1001, bits(seen, EntryTracing.LENGTH));
        assertEquals(1001, bits(seen, EntryTracing.DRAWS));
        assertEquals(0b100, bits(seen, EntryTracing.REACHED + 0));
        long distinct = IntStream.range(0, EntryTracing.FIRST_COUNT)
                .mapToLong(i -> bits(seen, EntryTracing.FIRST + i))
                .distinct()
                .count();
        assertEquals(VARIANTS + 1, distinct, "64 choices reach every body");
    }

    @Test
    void drawsAPerInstanceChoiceOnce() {
        Map<String, Value> seen = run(trace(Granularity.INSTANCE, new DrawKey(1, 2)), "down", 1000, 99);
        assertEquals(1001, bits(seen, EntryTracing.LENGTH));
        assertEquals(0, bits(seen, EntryTracing.DRAWS));
        assertEquals(0b100, bits(seen, EntryTracing.DRAWN + 0));
        assertEquals(bits(seen, EntryTracing.FIRST + 0), bits(seen, EntryTracing.FIRST + 63));
    }

    @Test
    void countsTheDrawsOfAPacedDispatcher() {
        Map<String, Value> seen = run(trace(Granularity.PACED, new DrawKey(1, 2)), "down", 5, 99);
        assertEquals(6, bits(seen, EntryTracing.DRAWS), "the first calls all draw");
        int calls = 2_001;
        seen = run(trace(Granularity.PACED, new DrawKey(1, 2)), "down", calls - 1, 99);
        assertEquals(calls, bits(seen, EntryTracing.LENGTH));
        double expected = Pace.DEFAULT.draws(calls);
        assertEquals(expected, bits(seen, EntryTracing.DRAWS), 0.3 * expected, "draws");
        assertEquals(0, bits(seen, EntryTracing.DRAWN + 0));
    }

    @Test
    void reportsBodiesEnteredByBoundCalls() {
        Map<String, Value> seen = run(trace(Granularity.BOUND, new DrawKey(1, 2)), "twice", 5, 7);
        assertEquals(3, bits(seen, EntryTracing.LENGTH));
        assertEquals(0b011, bits(seen, EntryTracing.REACHED + 0), "both functions' bodies");
        assertEquals(0b010, bits(seen, EntryTracing.DRAWN + 0), "only the first was entered through its dispatcher");
    }

    @Test
    void entersTheChosenBodyThroughADispatcher() {
        for (Granularity granularity : List.of(Granularity.INSTANCE, Granularity.BOUND)) {
            byte[] binary = trace(granularity, RandomnessSource.EXPORT, new DrawKey(1, 2));
            long entered;
            try (var module = EndiveEngine.compiling().prepare(binary, "test")) {
                entered = IntStream.range(0, 64)
                        .mapToLong(key -> {
                            try (var running = module.instantiate(RunEnvironment.DEFAULT)) {
                                new HostSeed("mewe_seed", key, 1).applyTo(running);
                                running.call("leaf", 5);
                                return bits(running.exportedGlobals(), EntryTracing.FIRST + 0);
                            }
                        })
                        .distinct()
                        .count();
            }
            assertEquals(VARIANTS + 1, entered, granularity + ": bodies entered under 64 keys");
        }
    }

    @Test
    void yieldsEqualTracesExactlyForEqualEntries() {
        record Trace(long low, long high, List<Long> bodies) {}
        var traces = new ArrayList<Trace>();
        for (int key = 0; key < 200; key++) {
            Map<String, Value> seen = run(trace(Granularity.CALL, new DrawKey(key, 1)), "twice", 5, 7);
            traces.add(new Trace(
                    bits(seen, EntryTracing.HASH_LOW),
                    bits(seen, EntryTracing.HASH_HIGH),
                    IntStream.range(0, 3)
                            .mapToObj(i -> bits(seen, EntryTracing.FIRST + i))
                            .toList()));
        }
        for (Trace one : traces) {
            for (Trace other : traces) {
                boolean same = one.bodies().equals(other.bodies());
                assertEquals(same, one.low() == other.low(), one + " and " + other);
                assertEquals(same, one.high() == other.high(), one + " and " + other);
            }
        }
        assertTrue(traces.stream().distinct().count() > 40, "of 64 possible ones");
    }

    @Test
    void distinguishesTheOrderOfEntries() {
        byte[] binary = trace(Granularity.INSTANCE, new DrawKey(1, 2));
        Map<String, Value> one = run(binary, "leaf", 5, 6);
        try (var module = EndiveEngine.compiling().prepare(binary, "test");
                var running = module.instantiate(RunEnvironment.DEFAULT)) {
            running.call("leaf", 1);
            running.call("down", 0);
            Map<String, Value> leafFirst = running.exportedGlobals();
            try (var other = module.instantiate(RunEnvironment.DEFAULT)) {
                other.call("down", 0);
                other.call("leaf", 1);
                Map<String, Value> downFirst = other.exportedGlobals();
                assertEquals(bits(leafFirst, EntryTracing.LENGTH), bits(downFirst, EntryTracing.LENGTH));
                assertEquals(bits(leafFirst, EntryTracing.REACHED + 0), bits(downFirst, EntryTracing.REACHED + 0));
                assertNotEquals(bits(leafFirst, EntryTracing.HASH_LOW), bits(downFirst, EntryTracing.HASH_LOW));
                assertNotEquals(bits(one, EntryTracing.HASH_LOW), bits(leafFirst, EntryTracing.HASH_LOW));
            }
        }
    }

    @Test
    void rejectsATracedModule() {
        try (BinaryenModule module = BinaryenModule.open(trace(Granularity.CALL, new DrawKey(1, 2)))) {
            assertThrows(LinkException.class, () -> new EntryTracing(module).add(traced));
        }
    }

    private byte[] trace(Granularity granularity, DrawKey key) {
        return trace(granularity, RandomnessSource.FIXED, key);
    }

    private byte[] trace(Granularity granularity, RandomnessSource source, DrawKey key) {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(WAT))) {
            var functions = new ArrayList<FunctionVariants>();
            for (int i = 0; i < 3; i++) {
                Variant variant =
                        Variant.original(module.lift(module.functions().get(i).name()));
                functions.add(new FunctionVariants(
                        i,
                        variant.body().name(),
                        new ExprStatistics(1, 2),
                        Collections.nCopies(VARIANTS, new Sized(variant, 2, 1)),
                        Optional.empty(),
                        false));
            }
            traced = new MultivariantLinker(module)
                    .link(new LinkPlan(functions, granularity, source, key)).stream()
                            .map(function -> new Traced(
                                    function.name(),
                                    function.bodies(),
                                    function.firstBody(),
                                    function.choice().orElseThrow().mode().dispatcher(),
                                    function.choice().orElseThrow().bits()))
                            .toList();
            new EntryTracing(module).add(traced);
            assertEquals(Optional.empty(), module.validate());
            return module.write();
        }
    }

    private static Map<String, Value> run(byte[] binary, String export, int argument, int expected) {
        try (var module = EndiveEngine.compiling().prepare(binary, "test");
                var running = module.instantiate(RunEnvironment.DEFAULT)) {
            CallOutcome outcome = running.call(export, argument);
            assertEquals("returns (" + expected + ")", outcome.toString());
            return running.exportedGlobals();
        }
    }

    private static long bits(Map<String, Value> globals, String name) {
        Value value = globals.get(name);
        return name.startsWith(EntryTracing.FIRST) ? (int) value.bits() : value.bits();
    }
}
