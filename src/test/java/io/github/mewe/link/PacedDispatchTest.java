package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.wasm.BinaryLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dispatchers that draw at the first calls of an instance and then after random numbers of calls. */
class PacedDispatchTest {
    private static final DrawKey KEY = new DrawKey(0x243f6a8885a308d3L, 0x13198a2e03707344L);
    private static final int BODIES = 4;
    private static final int KEYS = 1_500;
    private static final DispatchOptions TRACED = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.IMPORT, false);

    @Test
    void drawsAtEachOfTheFirstCallsThenAfterGrowingIntervals() {
        List<Integer> draws = drawsOf(20_000);
        assertEquals(IntStream.range(0, Pace.FIRST_DRAWS).boxed().toList(), draws.subList(0, Pace.FIRST_DRAWS));
        int last = Pace.DEFAULT.lastPhase();
        List<Integer> later = draws.subList(last + 1, draws.size());
        double mean = (later.get(later.size() - 1) - later.get(0)) / (later.size() - 1.0);
        assertEquals(Pace.DEFAULT.interval(), mean, 0.15 * Pace.DEFAULT.interval(), "mean interval");
        long distinct = IntStream.range(1, later.size())
                .map(i -> later.get(i) - later.get(i - 1))
                .distinct()
                .count();
        assertTrue(distinct > 50, "an observer cannot tell when the next draw comes: " + distinct + " intervals");
    }

    @Test
    void expectsAsManyDrawsAsThereAre() {
        for (int calls : new int[] {1, 5, 8, 20, 100, 1_000, 20_000}) {
            double expected = Pace.DEFAULT.draws(calls);
            assertEquals(expected, drawsOf(calls).size(), Math.max(2, 0.15 * expected), calls + " calls");
        }
    }

    /** The numbers of the calls at which the dispatcher of function a draws. */
    private static List<Integer> drawsOf(int calls) {
        var draws = new ArrayList<Integer>();
        int[] call = {0};
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "mewe",
                        "trace",
                        FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()),
                        (instance, arguments) -> {
                            draws.add(call[0]);
                            return null;
                        }))
                .build();
        byte[] binary = new NumberedBodies(
                        Modules.of("(module (func (export \"a\") (result i32) (i32.const 0)))"),
                        BODIES - 1,
                        Granularity.PACED)
                .with(TRACED)
                .with(KEY)
                .link();
        Running module = Running.of(binary, imports);
        for (; call[0] < calls; call[0]++) {
            module.callInt("a");
        }
        return draws;
    }

    @Test
    void givesEachBodyItsShareOfTheDraws() {
        for (Weights weights : List.of(Weights.EQUAL, new Weights(OptionalDouble.of(0.125), List.of()))) {
            int[] counts = new int[BODIES];
            for (int key = 0; key < KEYS; key++) {
                counts[link(weights, new DrawKey(key, 1)).record(1)[0]]++;
            }
            double[] shares = weights.equals(Weights.EQUAL)
                    ? new double[] {0.25, 0.25, 0.25, 0.25}
                    : new double[] {0.125, 7 / 24.0, 7 / 24.0, 7 / 24.0};
            ChiSquare test = ChiSquare.of(IntStream.of(counts).asLongStream().toArray(), shares);
            assertFalse(test.rejects(), weights + ": " + test);
        }
    }

    @Test
    void enteredBodiesChangeAllTheTime() {
        byte[] choices = link(Weights.EQUAL, KEY).record(100_000);
        int changes = 0;
        for (int i = 1; i < choices.length; i++) {
            changes += choices[i] != choices[i - 1] ? 1 : 0;
        }
        double expected = 0.75 * Pace.DEFAULT.draws(choices.length);
        assertEquals(expected, changes, 0.15 * expected, "changes of the body");
    }

    @Test
    void theKeyAloneReplaysARun() {
        assertArrayEquals(
                link(Weights.EQUAL, KEY).record(5_000), link(Weights.EQUAL, KEY).record(5_000));
    }

    @Test
    void servesTwoToManyBodies() {
        for (Weights weights : List.of(Weights.EQUAL, new Weights(OptionalDouble.empty(), List.of(3.0, 2.0, 1.0)))) {
            for (int bodies : new int[] {2, 3, 5, 17, 33, 64}) {
                var seen = new TreeSet<Byte>();
                for (byte choice : link(bodies, weights, KEY, module -> {}).record(100_000)) {
                    seen.add(choice);
                }
                assertEquals(bodies, seen.size(), bodies + " bodies, " + weights);
            }
        }
    }

    @Test
    void dispatchersShareTheFunctionsThatDraw() {
        var equal = new ArrayList<String>();
        link(BODIES, Weights.EQUAL, KEY, module -> equal.addAll(drawing(module)));
        assertEquals(List.of("mewe.draw.4", "mewe.pace"), equal, "two dispatchers of four bodies");
        var unequal = new ArrayList<String>();
        Weights weights = new Weights(OptionalDouble.of(0.3), List.of());
        link(BODIES, weights, KEY, module -> unequal.addAll(drawing(module)));
        assertEquals(3, unequal.size(), "unequal shares need another function: " + unequal);
    }

    private static List<String> drawing(BinaryenModule module) {
        return module.definedFunctions().stream()
                .filter(name -> name.startsWith("mewe.pace") || name.startsWith("mewe.draw"))
                .sorted()
                .toList();
    }

    /** The growth budget counts on it. */
    @Test
    void dispatchersAreShort() {
        assertTrue(sizeOfDispatcher(2) <= 50, "two bodies: " + sizeOfDispatcher(2));
        int added = (sizeOfDispatcher(9) - sizeOfDispatcher(5)) / 4;
        assertTrue(added <= 12, "each further body: " + added);
    }

    private static int sizeOfDispatcher(int bodies) {
        byte[] input = Modules.of("(module (func (export \"a\") (result i32) (i32.const 0)))");
        byte[] binary = new NumberedBodies(input, bodies - 1, Granularity.PACED).link();
        return BinaryLayout.of(binary).bodySizes().get(0);
    }

    @Test
    void survivesReentranceFromTheRandomnessSource() {
        String wat = """
                (module
                  (import "mewe" "random" (func $random (result i64)))
                  (func (export "a") (param i32) (result i32) (local.get 0)))
                """;
        byte[] binary = new NumberedBodies(Modules.of(wat), BODIES - 1, Granularity.PACED)
                .with(RandomnessSource.HOST)
                .link();
        var imports = ImportValues.builder()
                .addFunction(new HostFunction(
                        "mewe", "random", FunctionType.of(List.of(), List.of(ValType.I64)), (instance, arguments) -> {
                            instance.export("a").apply(7);
                            return new long[] {3};
                        }))
                .build();
        Running module = Running.of(binary, imports);
        for (int i = 0; i < 50; i++) {
            int result = module.callInt("a", 1_000);
            assertTrue(result >= 1_000 && result < 1_000 + BODIES, "returned " + result);
        }
    }

    private static LinkedChoices link(Weights weights, DrawKey key) {
        return link(BODIES, weights, key, module -> {});
    }

    private static LinkedChoices link(int bodies, Weights weights, DrawKey key, Consumer<BinaryenModule> change) {
        return LinkedChoices.of(
                bodies,
                BODIES,
                weights,
                Granularity.PACED,
                new ChoiceSeeds(RandomnessSource.FIXED, key, key.low()),
                change);
    }
}
