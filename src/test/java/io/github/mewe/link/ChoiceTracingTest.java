package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTracingTest {
    private static final String MODULE = """
            (module
              (func (export "none") (result i64) (i64.const 0))
              (func $a (export "a") (result i32) (i32.const 100))
              (func $b (export "b") (param i32) (result i32) (i32.add (local.get 0) (i32.const 200))))
            """;
    private static final DispatchOptions IMPORT = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false);
    private static final DispatchOptions MEMORY = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.MEMORY, false);

    @Test
    void reportsEveryChoiceToAnImport() {
        for (DispatchShape shape : List.of(DispatchShape.SWITCH, DispatchShape.TABLE)) {
            var events = new ArrayList<String>();
            Running module = Running.of(
                    new NumberedBodies(Modules.of(MODULE), 3, Granularity.CALL)
                            .with(IMPORT.withShape(shape))
                            .link(),
                    reporting(events));
            var expected = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                expected.add("0:" + (module.callInt("a") - 100));
                expected.add("1:" + (module.callInt("b", 5) - 205));
            }
            assertEquals(expected, events);
        }
    }

    @Test
    void reportsARememberedChoiceOnce() {
        var events = new ArrayList<String>();
        Running module = Running.of(
                new NumberedBodies(Modules.of(MODULE), 3, Granularity.INSTANCE)
                        .with(IMPORT)
                        .link(),
                reporting(events));
        int b = module.callInt("b", 0) - 200;
        int a = module.callInt("a") - 100;
        for (int i = 0; i < 10; i++) {
            assertEquals(a, module.callInt("a") - 100);
            assertEquals(b, module.callInt("b", 1) - 201);
        }
        assertEquals(List.of("1:" + b, "0:" + a), events);
    }

    @Test
    void reportsAChoiceBeforeItsBodyRuns() {
        String wat = """
                (module
                  (import "mewe" "trace" (func $note (param i32 i32)))
                  (func (export "f") (param i32 i32) (result i32)
                    (call $note (i32.const -1) (i32.const -1))
                    (i32.const 0)))
                """;
        var events = new ArrayList<String>();
        Running module = Running.of(
                new NumberedBodies(Modules.of(wat), 1, Granularity.CALL)
                        .with(IMPORT)
                        .link(),
                reporting(events));
        for (int i = 0; i < 20; i++) {
            events.clear();
            int result = module.callInt("f", 0, 0);
            assertEquals(result == 0 ? List.of("0:0", "-1:-1") : List.of("0:1"), events);
        }
    }

    @Test
    void keepsTheLastEventsInAMemory() {
        byte[] binary = new NumberedBodies(Modules.of(MODULE), 3, Granularity.CALL)
                .with(MEMORY)
                .link();
        Instance instance = Instance.builder(Parser.parse(binary)).build();
        Memory trace = instance.exports().memory("mewe_trace");
        assertEquals(0, trace.readLong(0));
        int events = 65_536 + 3;
        var variants = new int[events];
        for (int i = 0; i < events; i++) {
            variants[i] = (int) instance.export("a").apply()[0] - 100;
        }
        assertEquals(events, trace.readLong(0));
        for (int event = 3; event < events; event++) {
            int entry = 8 + 8 * (event % 65_536);
            assertEquals(0, trace.readInt(entry));
            assertEquals(variants[event], trace.readInt(entry + 4), "event " + event);
        }
        instance.export("b").apply(0);
        assertEquals(1, trace.readInt(8 + 8 * 3), "the number of the other dispatcher");
    }

    @Test
    void rejectsASecondMemoryWithoutTheFeature() {
        String memory = MODULE.replace("(func (export \"none\")", "(memory 1) (func (export \"none\")");
        var e = assertThrows(
                LinkException.class,
                () -> new NumberedBodies(Modules.of(memory), 1, Granularity.CALL)
                        .with(MEMORY)
                        .link());
        assertTrue(e.getMessage().contains("<trace> (mewe.trace)"), e.getMessage());
        byte[] several = WatModule.assemble(MODULE.replace(
                "(func (export \"none\")", "(memory $m 1) (memory $n (export \"n\") 1) (func (export \"none\")"));
        String text = WatModule.text(
                new NumberedBodies(several, 1, Granularity.CALL).with(MEMORY).link());
        assertTrue(text.contains("(export \"mewe_trace\" (memory $mewe.trace))"), text);
        assertTrue(text.contains("(export \"n\" (memory $n))"), text);
    }

    @Test
    void rejectsAnExportOfTheSameName() {
        String taken = MODULE.replace("\"none\"", "\"mewe_trace\"");
        var e = assertThrows(
                LinkException.class,
                () -> new NumberedBodies(Modules.of(taken), 1, Granularity.CALL)
                        .with(MEMORY)
                        .link());
        assertTrue(e.getMessage().contains("the export mewe_trace"), e.getMessage());
    }

    @Test
    void addsNoCodeWithoutATrace() {
        byte[] input = WatModule.assemble(MODULE);
        byte[] plain = new NumberedBodies(input, 3, Granularity.CALL).link();
        byte[] traced =
                new NumberedBodies(input, 3, Granularity.CALL).with(IMPORT).link();
        assertTrue(new String(traced, StandardCharsets.ISO_8859_1).contains("trace"));
        assertFalse(new String(plain, StandardCharsets.ISO_8859_1).contains("trace"));
        assertEquals(0, Parser.parse(plain).importSection().importCount());
        String text = WatModule.text(plain);
        assertFalse(text.contains("mewe.choice"), "a dispatcher that chooses at each call has no global: " + text);
        assertArrayEquals(
                plain,
                new NumberedBodies(input, 3, Granularity.CALL)
                        .with(new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.NONE, false))
                        .link());
    }

    private static ImportValues reporting(List<String> events) {
        return ImportValues.builder()
                .addFunction(new HostFunction(
                        "mewe",
                        "trace",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()),
                        (instance, arguments) -> {
                            events.add((int) arguments[0] + ":" + (int) arguments[1]);
                            return null;
                        }))
                .build();
    }
}
