package io.github.mewe.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.wasm.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservationComparisonTest {
    @Test
    void resultsCountToTheLastBit() {
        assertSame(returns(ValueType.F64, 0x3ff0000000000000L), returns(ValueType.F64, 0x3ff0000000000000L));
        assertDifferent("the outcome of f()", returns(ValueType.F64, 0), returns(ValueType.F64, Long.MIN_VALUE));
        assertDifferent("the outcome of f()", returns(ValueType.I32, 1), returns(ValueType.I64, 1));
        assertDifferent("the outcome of f()", returns(ValueType.I32, 1), new CallOutcome.Exited(1));
    }

    @Test
    void ofNaNsTheSignAloneMayDiffer() {
        assertSame(returns(ValueType.F32, 0x7fc00000L), returns(ValueType.F32, 0xffc00000L));
        assertSame(returns(ValueType.F64, 0x7ff8000000000000L), returns(ValueType.F64, 0xfff8000000000000L));
        assertDifferent("the outcome of f()", returns(ValueType.F32, 0x7fc00000L), returns(ValueType.F32, 0x7fc00001L));
        assertDifferent("the outcome of f()", returns(ValueType.F32, 0x7fa00000L), returns(ValueType.F32, 0xffa00000L));
        assertDifferent("the outcome of f()", returns(ValueType.I32, 0x7fc00000L), returns(ValueType.I32, 0xffc00000L));
    }

    @Test
    void trapsCountByTheirKind() {
        assertSame(
                new CallOutcome.Trapped(TrapKind.MEMORY_BOUNDS, "at 65536"),
                new CallOutcome.Trapped(TrapKind.MEMORY_BOUNDS, "at 65540"));
        assertDifferent(
                "the outcome of f()",
                new CallOutcome.Trapped(TrapKind.MEMORY_BOUNDS, "x"),
                new CallOutcome.Trapped(TrapKind.UNREACHABLE, "x"));
        assertDifferent(
                "the outcome of f()",
                new CallOutcome.Trapped(TrapKind.OTHER, "x"),
                new CallOutcome.Trapped(TrapKind.OTHER, "y"));
    }

    @Test
    void whatWasStoppedSaysNothing() {
        var stopped = new CallOutcome.Stopped(true, "too long");
        assertInstanceOf(
                ObservationComparison.Incomparable.class, compare(run(stopped), run(returns(ValueType.I32, 1))));
        ObservationComparison.Incomparable other = assertInstanceOf(
                ObservationComparison.Incomparable.class, compare(run(returns(ValueType.I32, 1)), run(stopped)));
        assertEquals("the other run was stopped: too long", other.reason());
    }

    @Test
    void memoriesAreComparedByteByByte() {
        byte[] one = new byte[64];
        byte[] two = one.clone();
        assertInstanceOf(ObservationComparison.Equal.class, compare(memory(one), memory(two)));
        two[13] = 7;
        ObservationComparison.Different different =
                assertInstanceOf(ObservationComparison.Different.class, compare(memory(one), memory(two)));
        assertEquals("memory 0 from address 13", different.what());
        assertTrue(different.other().startsWith("07 00"), different.other());
        assertInstanceOf(ObservationComparison.Different.class, compare(memory(one), memory(new byte[128])));
    }

    @Test
    void aNaNInMemoryHidesNothingBehindIt() {
        ByteBuffer one = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer two = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        one.putLong(8, 0x7ff8000000000000L).putInt(20, 0xffc00000);
        two.putLong(8, 0xfff8000000000000L).putInt(20, 0x7fc00000);
        assertInstanceOf(ObservationComparison.Equal.class, compare(memory(one.array()), memory(two.array())));
        two.put(24, (byte) 1);
        ObservationComparison.Different different = assertInstanceOf(
                ObservationComparison.Different.class, compare(memory(one.array()), memory(two.array())));
        assertEquals("memory 0 from address 24", different.what());
    }

    @Test
    void onlyTheGlobalsOfTheOriginalCount() {
        Map<String, Value> original = Map.of("global 0", new Value(ValueType.I32, 1));
        Map<String, Value> more =
                Map.of("global 0", new Value(ValueType.I32, 1), "global 1", new Value(ValueType.I64, 9));
        assertInstanceOf(ObservationComparison.Equal.class, compare(globals(original), globals(more)));
        assertInstanceOf(
                ObservationComparison.Different.class,
                compare(globals(original), globals(Map.of("global 0", new Value(ValueType.I32, 2)))));
        assertInstanceOf(ObservationComparison.Different.class, compare(globals(original), globals(Map.of())));
    }

    @Test
    void outputFilesAndCallsOfTheHostCount() {
        var one = new Observation(
                List.of(),
                new ProgramOutput(bytes("ab"), bytes("x"), Map.of("f", bytes("1"))),
                HostCalls.NONE,
                Map.of(),
                Map.of());
        assertWhat("standard output from byte 1", one, with(bytes("ac"), bytes("x"), HostCalls.NONE, "f", "1"));
        assertWhat("standard error from byte 0", one, with(bytes("ab"), bytes("y"), HostCalls.NONE, "f", "1"));
        assertWhat("the set of files", one, with(bytes("ab"), bytes("x"), HostCalls.NONE, "g", "1"));
        assertWhat("file f from byte 0", one, with(bytes("ab"), bytes("x"), HostCalls.NONE, "f", "2"));
        var call = new HostCalls(1, 5, List.of("env.log(1)"));
        assertWhat("the number of host calls", one, with(bytes("ab"), bytes("x"), call, "f", "1"));
        assertWhat(
                "host call 1",
                with(bytes("ab"), bytes("x"), new HostCalls(1, 6, List.of("env.log(2)")), "f", "1"),
                with(bytes("ab"), bytes("x"), call, "f", "1"));
    }

    private static void assertWhat(String what, Observation one, Observation two) {
        assertEquals(
                what,
                assertInstanceOf(ObservationComparison.Different.class, compare(one, two))
                        .what());
    }

    private static Observation with(byte[] stdout, byte[] stderr, HostCalls calls, String path, String content) {
        var output = new ProgramOutput(stdout, stderr, Map.of(path, bytes(content)));
        return new Observation(List.of(), output, calls, Map.of(), Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CallOutcome returns(ValueType kind, long bits) {
        return new CallOutcome.Returned(List.of(new Value(kind, bits)));
    }

    private static Observation run(CallOutcome outcome) {
        return new Observation(
                List.of(new Observation.Step("f()", outcome)), ProgramOutput.NONE, HostCalls.NONE, Map.of(), Map.of());
    }

    private static Observation memory(byte[] bytes) {
        return new Observation(List.of(), ProgramOutput.NONE, HostCalls.NONE, Map.of("memory 0", bytes), Map.of());
    }

    private static Observation globals(Map<String, Value> globals) {
        return new Observation(List.of(), ProgramOutput.NONE, HostCalls.NONE, Map.of(), globals);
    }

    private static ObservationComparison compare(Observation original, Observation other) {
        return ObservationComparison.of(original, other);
    }

    private static void assertSame(CallOutcome one, CallOutcome two) {
        assertInstanceOf(ObservationComparison.Equal.class, compare(run(one), run(two)));
    }

    private static void assertDifferent(String what, CallOutcome one, CallOutcome two) {
        assertWhat(what, run(one), run(two));
    }
}
