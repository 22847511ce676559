package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Links bodies with distinguishable results, which show the path of a call. */
class MultivariantLinkerTest {
    private static final String MODULE = """
            (module
              (type $t (func (result i32)))
              (table (export "table") 2 funcref)
              (elem (i32.const 0) $who $who)
              (global $seen (mut i32) (i32.const -1))
              (func $who (export "who") (type $t) (i32.const 0))
              (func $start (global.set $seen (call $who)))
              (start $start)
              (func (export "seenByStart") (result i32) (global.get $seen))
              (func (export "direct") (result i32) (call $who))
              (func (export "indirect") (result i32) (call_indirect (type $t) (i32.const 1)))
              (func (export "who$v1") (result i32) (i32.const 99)))
            """;

    @Test
    void reachesTheDispatcherThroughEveryReference() {
        byte[] binary = link(Granularity.CALL, 3);
        for (String export : List.of("who", "direct", "indirect")) {
            Running module = Running.of(binary);
            var seen = new TreeSet<Integer>();
            for (int i = 0; i < 200; i++) {
                seen.add(module.callInt(export));
            }
            assertEquals(List.of(0, 1, 2, 3), List.copyOf(seen), export);
        }
        var seenByStart = new TreeSet<Integer>();
        for (long seed = 0; seed < 60; seed++) {
            seenByStart.add(
                    Running.of(link(Granularity.CALL, 3, new DrawKey(seed, 0))).callInt("seenByStart"));
        }
        assertEquals(List.of(0, 1, 2, 3), List.copyOf(seenByStart), "start");
    }

    @Test
    void choosesBetweenTwoBodies() {
        Running module = Running.of(link(Granularity.CALL, 1));
        var seen = new TreeSet<Integer>();
        for (int i = 0; i < 50; i++) {
            seen.add(module.callInt("direct"));
        }
        assertEquals(List.of(0, 1), List.copyOf(seen));
    }

    @Test
    void keepsTheChoiceOfAnInstance() {
        var choices = new TreeSet<Integer>();
        for (long seed = 0; seed < 60; seed++) {
            Running module = Running.of(link(Granularity.INSTANCE, 3, new DrawKey(seed, 7)));
            int first = module.callInt("who");
            choices.add(first);
            for (int i = 0; i < 20; i++) {
                assertEquals(first, module.callInt("indirect"));
            }
        }
        assertEquals(List.of(0, 1, 2, 3), List.copyOf(choices));
    }

    @Test
    void bypassesTheDispatcherInBoundCalls() {
        var bound = new TreeSet<Integer>();
        for (long seed = 0; seed < 60; seed++) {
            byte[] binary = link(Granularity.BOUND, 3, new DrawKey(seed, 7));
            int direct = Running.of(binary).callInt("direct");
            bound.add(direct);
            Running module = Running.of(binary);
            for (int i = 0; i < 20; i++) {
                assertEquals(direct, module.callInt("direct"), "the choice was made when linking");
            }
        }
        assertEquals(List.of(0, 1, 2, 3), List.copyOf(bound));
    }

    @Test
    void reachesTheDispatcherOfABoundFunctionThroughOtherReferences() {
        for (String export : List.of("who", "indirect")) {
            var choices = new TreeSet<Integer>();
            for (long seed = 0; seed < 60; seed++) {
                Running module = Running.of(link(Granularity.BOUND, 3, new DrawKey(seed, 7)));
                choices.add(module.callInt(export));
            }
            assertEquals(List.of(0, 1, 2, 3), List.copyOf(choices), export);
        }
    }

    @Test
    void callsDifferentBodiesFromTheBodiesOfACaller() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            String who = module.functions().get(0).name();
            var callers = module.functions().stream()
                    .map(FunctionInfo::name)
                    .filter(name -> module.directCallees(name).contains(who))
                    .toList();
            new MultivariantLinker(module).link(plan(module, Granularity.BOUND, 2, new DrawKey(1, 2)));
            var called = callers.stream()
                    .flatMap(caller -> module.directCallees(caller).stream())
                    .toList();
            assertEquals(callers.size(), called.size());
            assertEquals(called.size(), new TreeSet<>(called).size(), "each another one: " + called);
        }
    }

    @Test
    void makesEqualChoicesWithEqualKeys() {
        byte[] binary = link(Granularity.CALL, 3);
        List<Integer> one = choices(binary);
        assertEquals(one, choices(binary));
        assertFalse(one.equals(choices(link(Granularity.CALL, 3, new DrawKey(5, 6)))), "another key");
    }

    @Test
    void givesVariantsUnusedNames() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            String who = module.functions().get(0).name();
            List<LinkedFunction> linked =
                    new MultivariantLinker(module).link(plan(module, Granularity.CALL, 2, new DrawKey(1, 2)));
            assertEquals(1, linked.size());
            LinkedFunction function = linked.get(0);
            assertEquals(who, function.name());
            assertEquals(who + "$v0", function.original().orElseThrow());
            assertEquals(who + "$v1", function.variants().get(0).name());
            assertEquals(who, module.outputOrder().get(0), "the dispatcher has the original's index");
            assertTrue(module.validate().isEmpty());
        }
    }

    @Test
    void canExcludeTheOriginalFromAllChoices() {
        for (Granularity granularity : Granularity.values()) {
            var seen = new TreeSet<Integer>();
            for (long seed = 0; seed < 60; seed++) {
                byte[] binary = link(granularity, 3, new DrawKey(seed, 1), Weights.EQUAL.withoutOriginal());
                Running module = Running.of(binary);
                seen.add(module.callInt("direct"));
                seen.add(module.callInt("indirect"));
                seen.add(module.callInt("seenByStart"));
            }
            assertEquals(List.of(1, 2, 3), List.copyOf(seen), granularity.toString());
        }
    }

    @Test
    void removesAnOriginalThatIsNotChosen() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            String who = module.functions().get(0).name();
            LinkedFunction linked = new MultivariantLinker(module)
                    .link(plan(module, Granularity.CALL, 2, new DrawKey(1, 2), Weights.EQUAL.withoutOriginal()))
                    .get(0);
            assertEquals(Optional.empty(), linked.original());
            assertEquals(List.of(who + "$v1", who + "$v2"), linked.bodies());
            assertEquals(List.of(0.5, 0.5), linked.choice().orElseThrow().shares());
            assertFalse(module.hasFunction(who + "$v0"));
            assertEquals(who, module.outputOrder().get(0), "the dispatcher has the original's index");
            assertEquals(
                    module.definedFunctions().size(),
                    Set.copyOf(module.outputOrder()).size());
        }
    }

    @Test
    void replacesTheFunctionByAnOnlyBody() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            String who = module.functions().get(0).name();
            LinkedFunction linked = new MultivariantLinker(module)
                    .link(plan(module, Granularity.BOUND, 1, new DrawKey(1, 2), Weights.EQUAL.withoutOriginal()))
                    .get(0);
            assertEquals(List.of(who), linked.bodies());
            assertEquals(Optional.empty(), linked.choice());
            assertFalse(module.hasFunction(who + "$v1"));
            assertEquals(Optional.empty(), module.validate());
            Running running = Running.of(module.write());
            for (String export : List.of("who", "direct", "indirect", "seenByStart")) {
                assertEquals(1, running.callInt(export), export);
            }
        }
    }

    private static List<Integer> choices(byte[] binary) {
        Running module = Running.of(binary);
        var choices = new ArrayList<Integer>();
        for (int i = 0; i < 64; i++) {
            choices.add(module.callInt("who"));
        }
        return choices;
    }

    private static byte[] link(Granularity granularity, int variants) {
        return link(granularity, variants, new DrawKey(3, 4));
    }

    private static byte[] link(Granularity granularity, int variants, DrawKey key) {
        return link(granularity, variants, key, Weights.EQUAL);
    }

    private static byte[] link(Granularity granularity, int variants, DrawKey key, Weights weights) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            new MultivariantLinker(module).link(plan(module, granularity, variants, key, weights));
            assertTrue(module.validate().isEmpty(), () -> module.validate().orElseThrow());
            return module.write();
        }
    }

    private static LinkPlan plan(BinaryenModule module, Granularity granularity, int count, DrawKey key) {
        return plan(module, granularity, count, key, Weights.EQUAL);
    }

    private static LinkPlan plan(
            BinaryenModule module, Granularity granularity, int count, DrawKey key, Weights weights) {
        FunctionBody original = module.lift(module.functions().get(0).name());
        var variants = new ArrayList<Sized>();
        for (int i = 1; i <= count; i++) {
            variants.add(new Sized(new Variant(original.withRoot(Const.i32(i)), List.of(), List.of()), 2, 1));
        }
        var function =
                new FunctionVariants(0, original.name(), new ExprStatistics(1, 2), variants, Optional.empty(), false);
        List<Mode> modes = List.of(Mode.of(granularity));
        return new LinkPlan(
                List.of(function),
                modes,
                new ChoiceSeeds(RandomnessSource.FIXED, key, key.low()),
                List.of(weights),
                DispatchOptions.DEFAULT);
    }
}
