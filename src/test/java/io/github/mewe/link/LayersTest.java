package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Links modules that were linked before, so that a call passes through a dispatcher of each layer. */
class LayersTest {
    private static final DrawKey KEY = new DrawKey(3, 4);
    private static final int BODIES = 4;
    private static final int DRAWS = 256;
    private static final String MODULE = """
            (module
              (memory (export "memory") 1)
              (func $who (export "who") (result i32) (i32.const 0))
              (func (export "other") (param i64 i64) (result i64) (i64.xor (local.get 0) (local.get 1))))
            """;

    @Test
    void choosesInEachLayer() {
        Running module = Running.of(linked(twice(RandomnessSource.EXPORT)));
        module.call("mewe_seed", 11, 12);
        List<Integer> choices = choices(module);
        assertEquals(BODIES * BODIES, new TreeSet<>(choices).size(), "every body with every other");
        assertNotEquals(upper(choices), lower(choices), "the layers draw independently from one seed");
    }

    @Test
    void seedsAllLayersAtOnce() {
        Running module = Running.of(linked(twice(RandomnessSource.EXPORT)));
        module.call("mewe_seed", 11, 12);
        List<Integer> first = choices(module);
        module.call("mewe_seed", 11, 13);
        List<Integer> second = choices(module);
        module.call("mewe_seed", 11, 12);
        assertEquals(first, choices(module), "equal seeds, equal choices");
        assertNotEquals(upper(first), upper(second), "the upper layer is seeded");
        assertNotEquals(lower(first), lower(second), "the lower layer is seeded");
    }

    @Test
    void harvestsInAllLayersUntilTheSeed() {
        String wat = MODULE.replace("(memory (export \"memory\") 1)", """
                (import "env" "clock" (func $clock (result i64)))
                (func (export "tick") (drop (call $clock)))
                """);
        byte[] once = link(WatModule.assemble(wat), RandomnessSource.EXPORT, 0);
        byte[] binary = linked(link(once, RandomnessSource.EXPORT, 1));
        List<List<Integer>> unseeded = new ArrayList<>();
        List<List<Integer>> seeded = new ArrayList<>();
        for (long time = 1; time <= 2; time++) {
            long now = time;
            var clock = new HostFunction(
                    "env", "clock", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, args) ->
                            new long[] {now});
            Running module =
                    Running.of(binary, ImportValues.builder().addFunction(clock).build());
            module.call("tick");
            unseeded.add(choices(module));
            module.call("mewe_seed", 11, 12);
            module.call("tick");
            seeded.add(choices(module));
        }
        assertNotEquals(upper(unseeded.get(0)), upper(unseeded.get(1)));
        assertNotEquals(lower(unseeded.get(0)), lower(unseeded.get(1)));
        assertEquals(seeded.get(0), seeded.get(1));
    }

    @Test
    void drawsIndependentlyInLayersWithOneBuildKey() {
        List<Integer> choices = choices(Running.of(linked(twice(RandomnessSource.FIXED))));
        assertNotEquals(upper(choices), lower(choices));
        assertEquals(BODIES * BODIES, new TreeSet<>(choices).size());
    }

    @Test
    void asksTheHostThroughOneImport() {
        byte[] binary = linked(twice(RandomnessSource.HOST));
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            assertEquals(
                    1, module.functions().stream().filter(f -> f.isImported()).count());
        }
        var asked = new ArrayList<Long>();
        var random = new HostFunction(
                "mewe", "random", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, args) -> {
                    asked.add(asked.size() + 1L);
                    return new long[] {asked.size()};
                });
        List<Integer> choices = choices(
                Running.of(binary, ImportValues.builder().addFunction(random).build()));
        assertEquals(4, asked.size(), "twice for each layer");
        assertEquals(BODIES * BODIES, new TreeSet<>(choices).size());
    }

    @Test
    void drawsIndependentlyInLayersWithoutAnOriginalDiscriminator() {
        byte[] once = link(WatModule.assemble(MODULE), RandomnessSource.EXPORT, 0);
        byte[] disguised = disguise(link(once, RandomnessSource.EXPORT, 1));
        Running module = Running.of(linked(link(disguised, RandomnessSource.EXPORT, 2)));
        module.call("mewe_seed", 11, 12);
        List<Integer> choices = choices(module);
        assertNotEquals(digit(choices, 2), digit(choices, 1));
        assertNotEquals(digit(choices, 2), digit(choices, 0));
        assertNotEquals(digit(choices, 1), digit(choices, 0));
    }

    /** Makes the constants of the first discriminator unrecognisable, as a variant of it may. */
    private static byte[] disguise(byte[] binary) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            FunctionBody body = module.lift("mewe.refill");
            module.replaceBody(body.withRoot(disguised(body.root())));
            assertEquals(Optional.empty(), module.validate());
            return module.write();
        }
    }

    private static Expr disguised(Expr expr) {
        if (expr instanceof Const constant && constant.type().equals(ValueType.I64)) {
            return IntBinary.of(
                    BinaryOperator.XOR,
                    ValueType.I64,
                    new Const(ValueType.I64, constant.bits() ^ 5),
                    new Const(ValueType.I64, 5));
        }
        return expr.children().isEmpty()
                ? expr
                : expr.withChildren(
                        expr.children().stream().map(LayersTest::disguised).toList());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void rejectsASecondTraceOfTheSameKind(ChoiceTrace trace) {
        var options = new DispatchOptions(DispatchShape.SWITCH, trace, false);
        String wat = MODULE.replace("(memory (export \"memory\") 1)", "");
        for (byte[] original : List.of(Modules.of(wat), WatModule.assemble(wat))) {
            byte[] once = link(original, RandomnessSource.FIXED, 0, options);
            linked(link(once, RandomnessSource.FIXED, 1));
            var e = assertThrows(LinkException.class, () -> link(once, RandomnessSource.FIXED, 1, options));
            assertTrue(e.getMessage().startsWith("<trace> (mewe.trace)"), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void keepsTracesOfTwoKindsApart(ChoiceTrace below) {
        String wat = MODULE.replace("(memory (export \"memory\") 1)", "");
        ChoiceTrace above = below == ChoiceTrace.MEMORY ? ChoiceTrace.IMPORT : ChoiceTrace.MEMORY;
        byte[] once = link(
                WatModule.assemble(wat),
                RandomnessSource.FIXED,
                0,
                new DispatchOptions(DispatchShape.TABLE, below, false));
        byte[] twice = link(once, RandomnessSource.FIXED, 1, new DispatchOptions(DispatchShape.SWITCH, above, false));
        var heard = new ArrayList<Integer>();
        var trace = new HostFunction(
                "mewe", "trace", FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()), (instance, args) -> {
                    heard.add((int) args[1]);
                    return null;
                });
        Instance instance = Instance.builder(Parser.parse(linked(twice)))
                .withImportValues(ImportValues.builder().addFunction(trace).build())
                .build();
        var choices = new ArrayList<Integer>();
        for (int i = 0; i < DRAWS; i++) {
            choices.add((int) instance.export("who").apply()[0]);
        }
        var kept = new ArrayList<Integer>();
        for (int i = 0; i < DRAWS; i++) {
            kept.add(instance.exports().memory("mewe_trace").readInt(8 + 8 * i + 4));
        }
        assertEquals(BODIES * BODIES, new TreeSet<>(choices).size());
        assertEquals(above == ChoiceTrace.IMPORT ? upper(choices) : lower(choices), heard);
        assertEquals(above == ChoiceTrace.IMPORT ? lower(choices) : upper(choices), kept);
    }

    @Test
    void forcesTheUpperLayerUnlessTheLowerOneIsForceable() {
        var debug = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.NONE, true);
        byte[] plain = WatModule.assemble(MODULE);
        byte[] once = link(plain, RandomnessSource.FIXED, 0, debug);
        var e = assertThrows(LinkException.class, () -> link(once, RandomnessSource.FIXED, 1, debug));
        assertTrue(e.getMessage().contains("the export mewe_force"), e.getMessage());
        assertTrue(e.getMessage().contains("diversify the original module instead"), e.getMessage());
        Running lower = Running.of(linked(link(once, RandomnessSource.FIXED, 1)));
        lower.call("mewe_force", 0, 2);
        assertEquals(List.of(2), lower(choices(lower)).stream().distinct().toList());
        Running upper =
                Running.of(linked(link(link(plain, RandomnessSource.FIXED, 0), RandomnessSource.FIXED, 1, debug)));
        upper.call("mewe_force", 0, 2);
        assertEquals(List.of(2), upper(choices(upper)).stream().distinct().toList());
    }

    @ParameterizedTest
    @EnumSource
    void choosesInLayersOfAllShapes(DispatchShape shape) {
        var options = new DispatchOptions(shape, ChoiceTrace.NONE, false);
        byte[] once = link(WatModule.assemble(MODULE), RandomnessSource.EXPORT, 0, options);
        Running module = Running.of(linked(link(once, RandomnessSource.EXPORT, 1, options)));
        module.call("mewe_seed", 11, 12);
        assertEquals(BODIES * BODIES, new TreeSet<>(choices(module)).size());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
    void recognisesALinkedModuleWithAndWithoutNames(RandomnessSource source) {
        for (byte[] original : List.of(Modules.of(MODULE), WatModule.assemble(MODULE))) {
            assertFalse(isMultivariant(original));
            byte[] once = link(original, source, 0);
            assertTrue(isMultivariant(once), source + " once");
            assertTrue(isMultivariant(link(once, source, 1)), source + " twice");
        }
    }

    @Test
    void recognisesNoDiscriminatorInNamesOrOtherSipHashCode() {
        assertFalse(isMultivariant(WatModule.assemble("""
                (module
                  (memory 1)
                  (func $mewe.take (param i32) (result i32) (local.get 0))
                  (func $mewe.refill (result i64) (i64.const 1))
                  (func $mewe.seed (export "mewe_seed") (param i64 i64))
                  (func $sip_hash (result i64) (local $k0 i64) (local $k1 i64)
                    (local.set $k0 (i64.load (i32.const 0)))
                    (local.set $k1 (i64.load (i32.const 8)))
                    (i64.add
                      (i64.add
                        (i64.xor (local.get $k0) (i64.const 0x736f6d6570736575))
                        (i64.xor (local.get $k1) (i64.const 0x646f72616e646f6d)))
                      (i64.add
                        (i64.xor (local.get $k0) (i64.const 0x6c7967656e657261))
                        (i64.xor (local.get $k1) (i64.const 0x7465646279746573))))))
                """)));
    }

    @Test
    void keepsAnotherExportOfTheSameName() {
        byte[] binary = link(WatModule.assemble("""
                (module
                  (global $sum (mut i64) (i64.const 0))
                  (func $who (export "who") (result i32) (i32.const 0))
                  (func (export "mewe_seed") (param i64 i64)
                    (global.set $sum (i64.add (global.get $sum) (i64.mul (local.get 0) (local.get 1)))))
                  (func (export "sum") (result i64) (global.get $sum)))
                """), RandomnessSource.EXPORT, 0);
        Running module = Running.of(binary);
        List<Integer> unseeded = choices(module);
        module.call("mewe_seed", 6, 7);
        assertEquals("42", module.call("sum"));
        Running seeded = Running.of(binary);
        seeded.call("mewe_seed_1", 6, 7);
        assertNotEquals(unseeded, choices(seeded));
        assertEquals("0", seeded.call("sum"));
        Running layered = Running.of(link(binary, RandomnessSource.EXPORT, 1));
        layered.call("mewe_seed", 6, 7);
        assertEquals("42", layered.call("sum"), "the upper layer takes over the right export");
        layered.call("mewe_seed_1", 6, 7);
        List<Integer> choices = choices(layered);
        layered.call("mewe_seed_1", 6, 8);
        List<Integer> others = choices(layered);
        assertNotEquals(upper(choices), upper(others));
        assertNotEquals(lower(choices), lower(others));
    }

    private static List<Integer> choices(Running module) {
        var choices = new ArrayList<Integer>();
        for (int i = 0; i < DRAWS; i++) {
            choices.add(module.callInt("who"));
        }
        return choices;
    }

    private static List<Integer> digit(List<Integer> choices, int layer) {
        return choices.stream().map(choice -> choice >> 2 * layer & BODIES - 1).toList();
    }

    private static List<Integer> upper(List<Integer> choices) {
        return choices.stream().map(choice -> choice / BODIES).toList();
    }

    private static List<Integer> lower(List<Integer> choices) {
        return choices.stream().map(choice -> choice % BODIES).toList();
    }

    private static boolean isMultivariant(byte[] binary) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            return MultivariantLinker.isMultivariant(module);
        }
    }

    private static byte[] twice(RandomnessSource source) {
        return link(link(WatModule.assemble(MODULE), source, 0), source, 1);
    }

    private static byte[] linked(byte[] binary) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            assertEquals(Optional.empty(), module.validate());
        }
        return binary;
    }

    private static byte[] link(byte[] binary, RandomnessSource source, int layer) {
        return link(binary, source, layer, DispatchOptions.DEFAULT);
    }

    /** Gives the exported function {@code who} bodies whose results differ, by a different digit in each layer. */
    private static byte[] link(byte[] binary, RandomnessSource source, int layer, DispatchOptions options) {
        int digit = 1 << 2 * layer;
        try (BinaryenModule from = BinaryenModule.open(binary);
                BinaryenModule to = BinaryenModule.open(binary)) {
            var functions = new ArrayList<FunctionVariants>();
            for (String name : from.definedFunctions()) {
                FunctionBody body = from.lift(name);
                var variants = new ArrayList<Sized>();
                if (name.equals(from.exports().function("who").orElseThrow())) {
                    for (int i = 1; i < BODIES; i++) {
                        // A dispatcher returns early, so only a call yields its result.
                        var inner = new Call("inner", List.of(), false, ValueType.I32);
                        var sum = IntBinary.of(BinaryOperator.ADD, ValueType.I32, inner, Const.i32(i * digit));
                        var helpers = List.of(body.withName("inner"));
                        variants.add(new Sized(new Variant(body.withRoot(sum), helpers, List.of()), 1, 1));
                    }
                }
                functions.add(new FunctionVariants(
                        functions.size(), name, new ExprStatistics(1, 1), variants, Optional.empty(), false));
            }
            new MultivariantLinker(to).link(new LinkPlan(functions, Granularity.CALL, source, KEY).with(options));
            return to.write();
        }
    }
}
