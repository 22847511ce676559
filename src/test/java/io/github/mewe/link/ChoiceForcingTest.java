package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChoiceForcingTest {
    private static final String MODULE = """
            (module
              (func (export "none") (result i64) (i64.const 0))
              (func $a (export "a") (result i32) (i32.const 100))
              (func $b (export "b") (param i32) (result i32) (i32.add (local.get 0) (i32.const 200))))
            """;
    private static final DispatchOptions FORCE = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.NONE, true);

    @Test
    void choosesAForcedVariantUntilItIsReleased() {
        for (DispatchShape shape : List.of(DispatchShape.SWITCH, DispatchShape.TABLE)) {
            keepsAForcedVariant(running(Granularity.CALL, FORCE.withShape(shape), RandomnessSource.EXPORT));
            keepsAForcedVariant(running(Granularity.PACED, FORCE.withShape(shape), RandomnessSource.EXPORT));
        }
    }

    private static void keepsAForcedVariant(Running module) {
        for (int variant : new int[] {2, 0, 3, 1}) {
            module.call("mewe_force", 1, variant);
            for (int i = 0; i < 12; i++) {
                assertEquals(205 + variant, module.callInt("b", 5));
            }
        }
        assertEquals(4, seen(module, "a").size(), "another dispatcher is free");
        module.call("mewe_force", 1, -1);
        assertEquals(4, seen(module, "b", 0).size(), "freed");
    }

    @Test
    void forgetsARememberedChoiceWhenAnotherIsForced() {
        Running module = running(Granularity.INSTANCE, FORCE, RandomnessSource.FIXED);
        module.call("mewe_force", 0, 2);
        assertEquals(List.of(102), seen(module, "a"), "forced before the first call");
        assertEquals(1, seen(module, "b", 0).size());
        for (int variant = 0; variant < 4; variant++) {
            module.call("mewe_force", 0, variant);
            assertEquals(List.of(100 + variant), seen(module, "a"), "forced after a choice");
        }
        var drawn = new TreeSet<Integer>();
        for (int i = 0; i < 60; i++) {
            module.call("mewe_force", 0, -5);
            List<Integer> one = seen(module, "a");
            assertEquals(1, one.size());
            drawn.addAll(one);
        }
        assertEquals(4, drawn.size(), "draws again after its release");
    }

    @Test
    void trapsForUnknownNumbers() {
        Running module = running(Granularity.CALL, FORCE, RandomnessSource.FIXED);
        for (int[] wrong :
                new int[][] {{0, 4}, {0, Integer.MAX_VALUE}, {2, 0}, {-1, 0}, {2, -1}, {Integer.MIN_VALUE, 0}}) {
            assertTrue(module.call("mewe_force", wrong[0], wrong[1]).startsWith("trap"), wrong[0] + ", " + wrong[1]);
        }
        assertEquals(4, seen(module, "a").size(), "nothing was forced");
        assertEquals("", module.call("mewe_force", 0, 3));
    }

    @Test
    void forcesEachOfManyDispatchersByItsNumber() {
        int functions = 1_100;
        var wat = new StringBuilder("(module");
        for (int i = 0; i < functions; i++) {
            wat.append("(func (export \"f").append(i).append("\") (result i32) (i32.const ");
            wat.append(100 * i).append("))");
        }
        Running module =
                Running.of(new NumberedBodies(Modules.of(wat.append(")").toString()), 2, Granularity.CALL)
                        .with(FORCE)
                        .link());
        for (int i = 0; i < functions; i++) {
            assertEquals("", module.call("mewe_force", i, i % 3));
        }
        for (int i = 0; i < functions; i++) {
            assertEquals(100 * i + i % 3, module.callInt("f" + i));
        }
        assertTrue(module.call("mewe_force", functions, 0).startsWith("trap"));
    }

    @Test
    void reportsAForcedChoice() {
        for (Granularity granularity : List.of(Granularity.CALL, Granularity.PACED, Granularity.INSTANCE)) {
            var events = new ArrayList<String>();
            var options = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, true);
            byte[] binary = new NumberedBodies(Modules.of(MODULE), 3, granularity)
                    .with(options)
                    .link();
            // The host forces the next choice of the same dispatcher when this one is reported.
            var imports = ImportValues.builder()
                    .addFunction(new HostFunction(
                            "mewe",
                            "trace",
                            FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()),
                            (instance, arguments) -> {
                                events.add((int) arguments[0] + ":" + (int) arguments[1]);
                                instance.export("mewe_force").apply(arguments[0], (arguments[1] + 1) & 3);
                                return null;
                            }))
                    .build();
            Running module = Running.of(binary, imports);
            module.call("mewe_force", 0, 0);
            for (int i = 0; i < 8; i++) {
                assertEquals(100 + i % 4, module.callInt("a"), granularity + " " + i);
            }
            assertEquals(List.of("0:0", "0:1", "0:2", "0:3", "0:0", "0:1", "0:2", "0:3"), events);
        }
    }

    @Test
    void rejectsOtherRandomnessSources() {
        for (RandomnessSource source : List.of(RandomnessSource.HOST, RandomnessSource.WASI)) {
            String memory = MODULE.replace("(func (export \"none\")", "(memory 1) (func (export \"none\")");
            var e = assertThrows(
                    LinkException.class,
                    () -> new NumberedBodies(Modules.of(memory), 1, Granularity.CALL)
                            .with(FORCE)
                            .with(source)
                            .link());
            assertTrue(e.getMessage().startsWith("<debug> (mewe.debug)"), e.getMessage());
            assertTrue(e.getMessage().contains("'" + source.configurationName() + "'"), e.getMessage());
        }
    }

    @Test
    void rejectsAnExportOfTheSameName() {
        String taken = MODULE.replace("\"none\"", "\"mewe_force\"");
        var e = assertThrows(
                LinkException.class,
                () -> new NumberedBodies(Modules.of(taken), 1, Granularity.CALL)
                        .with(FORCE)
                        .link());
        assertTrue(e.getMessage().contains("the export mewe_force"), e.getMessage());
    }

    @Test
    void addsNoGlobalToADrawingDispatcherWithoutForcing() {
        byte[] input = WatModule.assemble(MODULE);
        String plain = WatModule.text(new NumberedBodies(input, 2, Granularity.CALL).link());
        assertFalse(plain.contains("mewe.choice") || plain.contains("mewe_force"), plain);
        String forced = WatModule.text(
                new NumberedBodies(input, 2, Granularity.CALL).with(FORCE).link());
        assertEquals(
                2,
                forced.lines()
                        .filter(line -> line.contains("(global $mewe.choice"))
                        .count(),
                forced);
    }

    private static List<Integer> seen(Running module, String export, long... arguments) {
        var seen = new TreeSet<Integer>();
        for (int i = 0; i < 80; i++) {
            seen.add(module.callInt(export, arguments));
        }
        return List.copyOf(seen);
    }

    private static Running running(Granularity granularity, DispatchOptions options, RandomnessSource source) {
        return Running.of(new NumberedBodies(Modules.of(MODULE), 3, granularity)
                .with(options)
                .with(source)
                .link());
    }
}
