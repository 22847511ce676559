package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchShapeTest {
    private static final DispatchOptions TABLE = DispatchOptions.DEFAULT.withShape(DispatchShape.TABLE);
    private static final DispatchOptions MIXED = DispatchOptions.DEFAULT.withShape(DispatchShape.MIXED);

    /** Functions of several types, and a table of the module. */
    private static final String MODULE = """
            (module
              (type $t (func (param i32) (result i32)))
              (table $own (export "own") 2 4 funcref)
              (table $other 1 externref)
              (elem (table $own) (i32.const 0) func $a $b)
              (func $a (export "a") (type $t) (i32.add (local.get 0) (i32.const 0)))
              (func $b (export "b") (type $t) (i32.add (local.get 0) (i32.const 100)))
              (func $c (export "c") (param i32 i64 f64) (result i32) (i32.add (local.get 0) (i32.const 200)))
              (func (export "indirect") (param i32 i32) (result f32)
                (f32.convert_i32_s (call_indirect $own (type $t) (local.get 0) (local.get 1)))))
            """;

    @Test
    void callsExactlyTheBodiesOfADispatcherThroughTheTable() {
        for (Granularity granularity : List.of(Granularity.CALL, Granularity.INSTANCE)) {
            for (int variants : new int[] {1, 2, 5}) {
                var a = new TreeSet<Integer>();
                var c = new TreeSet<Integer>();
                for (long seed = 0; seed < 40; seed++) {
                    Running module = Running.of(new NumberedBodies(withReferences(), variants, granularity)
                            .with(TABLE)
                            .with(new DrawKey(seed, 1))
                            .link());
                    for (int i = 0; i < 4; i++) {
                        a.add(module.callInt("a", 7));
                        c.add(module.callInt("c", 9, 1, 2));
                    }
                }
                assertEquals(numbers(7, variants), List.copyOf(a), granularity + " of " + variants);
                assertEquals(numbers(209, variants), List.copyOf(c), granularity + " of " + variants);
            }
        }
    }

    @Test
    void addsAPrivateTableAndKeepsTheModulesTable() {
        byte[] input = withReferences();
        WasmModule before = Parser.parse(input);
        WasmModule after = Parser.parse(
                new NumberedBodies(input, 3, Granularity.CALL).with(TABLE).link());
        assertEquals(2, before.tableSection().tableCount());
        assertEquals(3, after.tableSection().tableCount());
        assertEquals(4, after.tableSection().getTable(0).limits().max());
        var limits = after.tableSection().getTable(2).limits();
        assertEquals(12, limits.min(), "three dispatchers of four bodies");
        assertEquals(12, limits.max());
        for (int i = 0; i < after.exportSection().exportCount(); i++) {
            var export = after.exportSection().getExport(i);
            assertFalse(export.exportType() == ExternalType.TABLE && export.index() != 0, export.name());
        }
        var bodies = IntStream.range(0, after.elementSection().elementCount())
                .mapToObj(i -> after.elementSection().getElement(i))
                .filter(element -> ((ActiveElement) element).tableIndex() == 2)
                .toList();
        assertEquals(1, bodies.size());
        assertEquals(12, bodies.get(0).elementCount());
        String text = WatModule.text(
                new NumberedBodies(input, 3, Granularity.CALL).with(TABLE).link());
        assertEquals(
                3,
                text.lines().filter(line -> line.contains("call_indirect $2 ")).count(),
                text);
        assertEquals(
                3 + 2,
                text.lines()
                        .filter(line -> line.matches(".*[ (]table \\$2.*|.*indirect \\$2 .*"))
                        .count(),
                text);
    }

    @Test
    void keepsDispatchersInTheModulesTable() {
        Running module = Running.of(new NumberedBodies(withReferences(), 3, Granularity.CALL)
                .with(TABLE)
                .link());
        var seen = new TreeSet<String>();
        for (int i = 0; i < 100; i++) {
            seen.add(module.call("indirect", 0, 1));
        }
        assertEquals(4, seen.size(), seen::toString);
    }

    @Test
    void drawsShapesWithTheSeed() {
        var module = new StringBuilder("(module");
        for (int i = 0; i < 40; i++) {
            module.append("(func (export \"f").append(i).append("\") (result i32) (i32.const ");
            module.append(100 * i).append("))");
        }
        byte[] input = Modules.of(module.append(")").toString());
        List<DispatchShape> shapes = shapes(input, 1);
        assertTrue(shapes.contains(DispatchShape.SWITCH) && shapes.contains(DispatchShape.TABLE), shapes::toString);
        assertFalse(shapes.contains(DispatchShape.MIXED));
        assertEquals(shapes, shapes(input, 1));
        assertNotEquals(shapes, shapes(input, 2));
        Running running = Running.of(
                new NumberedBodies(input, 3, Granularity.CALL).with(MIXED).link());
        for (int i = 0; i < 40; i++) {
            var seen = new TreeSet<Integer>();
            for (int call = 0; call < 60; call++) {
                seen.add(running.callInt("f" + i));
            }
            assertEquals(numbers(100 * i, 3), List.copyOf(seen));
        }
    }

    @Test
    void needsReferenceTypesForASecondTable() {
        String table = "(module (table 1 funcref) (func (export \"f\") (result i32) (i32.const 0)))";
        try (BinaryenModule without = BinaryenModule.open(Modules.of(table));
                BinaryenModule none = BinaryenModule.open(Modules.of(table.replace("(table 1 funcref)", "")));
                BinaryenModule with = BinaryenModule.open(withReferences())) {
            assertEquals(DispatchShape.SWITCH, new MultivariantLinker(without).resolve(DispatchShape.TABLE));
            assertEquals(DispatchShape.SWITCH, new MultivariantLinker(without).resolve(DispatchShape.MIXED));
            assertEquals(DispatchShape.TABLE, new MultivariantLinker(none).resolve(DispatchShape.TABLE));
            assertEquals(DispatchShape.MIXED, new MultivariantLinker(with).resolve(DispatchShape.MIXED));
        }
    }

    @Test
    void usesTailCallsIfTheModuleDoes() {
        String wat = """
                (module
                  (func $f (export "f") (param i32) (result i32) (local.get 0))
                  (func (export "tail") (param i32) (result i32) (return_call $f (local.get 0)))
                  (func (export "one") (result i64) (i64.const 1)))
                """;
        byte[] tail = new NumberedBodies(WatModule.assemble(wat), 3, Granularity.CALL)
                .with(TABLE)
                .link();
        String dispatcher = WatModule.function(WatModule.text(tail), "f");
        assertTrue(dispatcher.contains("return_call_indirect"), dispatcher);
        byte[] plain = new NumberedBodies(WatModule.assemble(wat.replace("return_call", "call")), 3, Granularity.CALL)
                .with(TABLE)
                .link();
        String withoutTail = WatModule.function(WatModule.text(plain), "f");
        assertFalse(withoutTail.contains("return_call"), withoutTail);
        assertTrue(withoutTail.contains("call_indirect"), withoutTail);
    }

    /** Equal structures in different recursion groups are different types, so a call must name the exact type. */
    @Test
    void keepsTypesOfRecursionGroups() {
        byte[] input = WatModule.assemble("""
                (module
                  (rec (type $s (struct (field i32))) (type $f (func (param i32 (ref null $s)) (result i32))))
                  (rec (type $s2 (struct (field i32))) (type $f2 (func (param i32 (ref null $s2)) (result i32))) (type $x (struct)))
                  (func $a (export "a") (type $f) (local.get 0))
                  (func $b (export "b") (type $f2) (local.get 0)))
                """);
        byte[] output =
                new NumberedBodies(input, 2, Granularity.CALL).with(TABLE).link();
        String text = WatModule.text(output);
        var types = List.of("a", "b").stream()
                .map(name ->
                        WatModule.function(text, name).replaceAll("(?s).*call_indirect \\S+ (\\(type \\S+\\)).*", "$1"))
                .collect(Collectors.toSet());
        assertEquals(2, types.size(), text);
    }

    @Test
    void makesTheSameChoicesWithEveryShape() {
        byte[] input = withReferences();
        assertArrayEquals(choices(input, DispatchOptions.DEFAULT), choices(input, TABLE));
    }

    private static int[] choices(byte[] input, DispatchOptions options) {
        Running module = Running.of(
                new NumberedBodies(input, 4, Granularity.CALL).with(options).link());
        return IntStream.range(0, 60)
                .map(i -> module.callInt(i % 2 == 0 ? "a" : "b", 0))
                .toArray();
    }

    private static List<DispatchShape> shapes(byte[] input, long seed) {
        var bodies = new NumberedBodies(input, 2, Granularity.CALL).with(MIXED).with(new DrawKey(seed, 0));
        bodies.link();
        return bodies.linked().stream()
                .map(function -> function.choice().orElseThrow().shape())
                .toList();
    }

    private static List<Integer> numbers(int first, int variants) {
        return IntStream.rangeClosed(first, first + variants).boxed().toList();
    }

    private static byte[] withReferences() {
        return Modules.of(MODULE);
    }
}
