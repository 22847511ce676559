package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Signature;
import io.github.mewe.profile.CallStructure;
import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans workloads whose best plan is obvious. */
class GranularityPlannerTest {
    /**
     * One function is called once and runs long, one is called sometimes, one is called constantly and runs briefly,
     * and one is called through a table.
     */
    private static final List<FunctionLoad> LOADS = List.of(
            new FunctionLoad(1, 1, 1_000_000),
            new FunctionLoad(100, 0, 100_000),
            new FunctionLoad(100_000, 0, 800_000),
            new FunctionLoad(2_000, 2_000, 900_000));

    private static final Function<String, Optional<Granularity>> NO_WISH = function -> Optional.empty();

    private static final Function<String, Weights> EQUAL = function -> Weights.EQUAL;

    @Test
    void choosesAtEachCallOfRarelyCalledFunctions() {
        GranularityPlan plan = plan(LOADS, true, 1.15, NO_WISH);
        assertEquals(
                List.of(Granularity.CALL, Granularity.CALL),
                List.of(plan.modes().get(0).granularity(), plan.modes().get(1).granularity()));
    }

    @Test
    void bindsTheHottestFunctions() {
        GranularityPlan plan = plan(LOADS, true, 1.15, NO_WISH);
        assertEquals(Granularity.BOUND, plan.modes().get(2).granularity());
        assertTrue(plan.overhead() <= 1.15, "predicted " + plan.overhead());
    }

    @Test
    void makesMoreChoicesWithALargerBudget() {
        int before = 0;
        for (double budget : new double[] {1.0, 1.05, 1.5, 100}) {
            GranularityPlan plan = plan(LOADS, true, budget, NO_WISH);
            int choices = plan.modes().stream()
                    .mapToInt(mode -> mode.granularity() == Granularity.CALL ? 2 : mode.isBound() ? 0 : 1)
                    .sum();
            assertTrue(choices >= before, "with " + budget);
            before = choices;
        }
        assertEquals(8, before, "all at each call");
    }

    @Test
    void doesNotBindCallsThroughATable() {
        GranularityPlan plan = plan(LOADS, true, 1.0, NO_WISH);
        assertEquals(Granularity.PACED, plan.modes().get(3).dispatcher());
        assertTrue(plan.overhead() > 1, "the prediction includes the cost of the dispatcher");
    }

    @Test
    void prefersFastBodiesWhereAnyCallIsThroughATable() {
        List<FunctionLoad> loads = List.of(new FunctionLoad(0.1, 0.1, 100), new FunctionLoad(1, 1, 1_000_000));
        GranularityPlan plan = new GranularityPlanner(new Workload(loads, false), 1.1, NO_WISH, EQUAL, false)
                .plan(functions(loads.size(), 1.2));
        for (Mode mode : plan.modes()) {
            assertEquals(0, mode.boundShare());
            assertEquals(1, mode.limit().among(List.of(1.0, 1.2)));
        }
    }

    @Test
    void savesTheUnavoidableCostOfDispatchersOnBodies() {
        List<FunctionLoad> loads = List.of(
                new FunctionLoad(1, 1, 1_000_000),
                new FunctionLoad(2_700, 2_700, 900_000),
                new FunctionLoad(100_000, 0, 800_000));
        GranularityPlan plan = new GranularityPlanner(new Workload(loads, true), 1.05, NO_WISH, EQUAL, false)
                .plan(functions(loads.size(), 1.01));
        assertTrue(plan.overhead() <= 1.05, "predicted " + plan.overhead());
    }

    @Test
    void followsTheUsersRequest() {
        Function<String, Optional<Granularity>> wish =
                name -> name.equals("f2") ? Optional.of(Granularity.CALL) : Optional.empty();
        GranularityPlan plan = plan(LOADS, true, 1.0, wish);
        assertEquals(Granularity.CALL, plan.modes().get(2).granularity());
        assertTrue(plan.overhead() > 1.5, "the prediction counts it: " + plan.overhead());
    }

    @Test
    void trustsAnEstimateLess() {
        List<FunctionLoad> loads = List.of(new FunctionLoad(1, 0, 20), new FunctionLoad(1, 1, 1_000_000));
        assertEquals(
                Granularity.CALL, plan(loads, true, 1.1, NO_WISH).modes().get(0).granularity());
        Mode mode = plan(loads, false, 1.1, NO_WISH).modes().get(0);
        assertEquals(Granularity.PACED, mode.granularity());
        assertTrue(mode.boundShare() > 0.9, "a small function: " + mode);
    }

    @Test
    void makesRunsDistinguishableBeforeChoosingAtEachCall() {
        var loads = new ArrayList<FunctionLoad>();
        for (int i = 0; i < 12; i++) {
            loads.add(new FunctionLoad(1, 0, 10));
        }
        // The budget is 500: one choice at each call, or a paced one in every function.
        loads.add(new FunctionLoad(1, 1, 4_880));
        GranularityPlan plan = plan(loads, true, 1.1, NO_WISH);
        assertTrue(plan.overhead() <= 1.1, "predicted " + plan.overhead());
        long choosing = plan.modes().stream().filter(mode -> !mode.isBound()).count();
        assertTrue(choosing >= 10, "only " + choosing + " choose");
    }

    @Test
    void trustsAReliableEstimate() {
        List<FunctionLoad> loads =
                List.of(new FunctionLoad(1, 0, 20), new FunctionLoad(1, 0, 20), new FunctionLoad(1, 1, 1_000_000));
        var workload = new Workload(loads, false, new CallStructure(Set.of(0, 2), Set.of(), List.of()), 0);
        GranularityPlan plan =
                new GranularityPlanner(workload, 1.1, NO_WISH, EQUAL, false).plan(functions(loads.size(), 1));
        assertEquals(Granularity.PACED, plan.modes().get(0).granularity());
        assertEquals(0, plan.modes().get(0).boundShare());
        assertTrue(
                plan.modes().get(1).boundShare() > 0.9,
                "a small function: " + plan.modes().get(1));
    }

    @Test
    void drawsAtEachHostCall() {
        List<FunctionLoad> loads = List.of(new FunctionLoad(1, 1, 20), new FunctionLoad(1, 0, 1_000_000));
        var structure = new CallStructure(Set.of(0, 1), Set.of(0, 1), List.of());
        GranularityPlan plan = new GranularityPlanner(
                        new Workload(loads, false, structure, 0), 1.1, NO_WISH, EQUAL, false)
                .plan(functions(loads.size(), 1.2));
        plan.modes().forEach(mode -> assertEquals(Granularity.CALL, mode.granularity()));
        assertEquals(BodyLimit.NONE, plan.modes().get(0).limit());
        assertEquals(1, plan.modes().get(1).limit().among(List.of(1.0, 1.2)), "slow bodies of a hot function are rare");
    }

    @Test
    void bindsASmallFunctionThatFewBodiesCall() {
        List<FunctionLoad> loads = List.of(new FunctionLoad(8, 0, 80), new FunctionLoad(1, 1, 10_000));
        assertEquals(Granularity.BOUND, calledFrom(loads, Set.of(1)).granularity());
        assertEquals(
                Granularity.PACED,
                calledFrom(loads, IntStream.range(1, 200).boxed().collect(Collectors.toSet()))
                        .granularity());
    }

    private static Mode calledFrom(List<FunctionLoad> loads, Set<Integer> callers) {
        var all = new ArrayList<>(loads);
        for (int i = 2; i < 200; i++) {
            all.add(new FunctionLoad(1, 1, 10_000));
        }
        var called = new ArrayList<Set<Integer>>(Collections.nCopies(all.size(), Set.of()));
        called.set(0, callers);
        var workload = new Workload(all, false, new CallStructure(Set.of(), Set.of(), called), 0);
        return new GranularityPlanner(workload, 1.1, NO_WISH, EQUAL, false)
                .plan(functions(all.size(), 1))
                .modes()
                .get(0);
    }

    @Test
    void boundsTheCostOfPacedDispatchersWhateverIsCalled() {
        var loads = new ArrayList<FunctionLoad>();
        for (int cost = 4; cost < 100_000; cost *= 2) {
            loads.add(new FunctionLoad(10, 0, 10.0 * cost));
        }
        double maxOverhead = 1.1;
        List<FunctionVariants> functions = functions(loads.size(), 1);
        functions.replaceAll(function -> new FunctionVariants(
                function.index(),
                function.name(),
                new ExprStatistics(2 << function.index(), 2),
                function.variants(),
                Optional.empty(),
                false));
        GranularityPlan plan =
                new GranularityPlanner(new Workload(loads, false), maxOverhead, NO_WISH, EQUAL, false).plan(functions);
        for (int i = 0; i < loads.size(); i++) {
            Mode mode = plan.modes().get(i);
            double executed = functions.get(i).instructions() / 2.0;
            double share = (1 - mode.boundShare()) * (35 + 2_400 / mode.pace().interval()) / executed;
            assertTrue(
                    mode.granularity() == Granularity.CALL || share <= maxOverhead - 1,
                    "of a function that executes " + executed + " instructions, " + mode + " costs " + share);
            assertTrue(mode.granularity() != Granularity.BOUND, "bound: " + executed);
        }
    }

    @Test
    void countsTheHostsTimeInTheBudget() {
        List<FunctionLoad> loads = List.of(new FunctionLoad(1, 0, 20), new FunctionLoad(1, 1, 100));
        Workload alone = new Workload(loads, true);
        assertEquals(Granularity.BOUND, first(alone));
        assertEquals(Granularity.PACED, first(alone.withHost(Set.of(), 1_000)));
    }

    private static Granularity first(Workload workload) {
        return new GranularityPlanner(workload, 1.1, NO_WISH, EQUAL, false)
                .plan(functions(workload.functions().size(), 1))
                .modes()
                .get(0)
                .granularity();
    }

    @Test
    void spendsLessOnChoicesIfVariantsAreSlow() {
        GranularityPlan cheap = new GranularityPlanner(new Workload(LOADS, true), 1.15, NO_WISH, EQUAL, false)
                .plan(functions(LOADS.size(), 1));
        GranularityPlan dear = new GranularityPlanner(new Workload(LOADS, true), 1.15, NO_WISH, EQUAL, false)
                .plan(functions(LOADS.size(), 3));
        assertTrue(cheap.modes().get(1).granularity() == Granularity.CALL);
        assertTrue(dear.modes().get(1).granularity() != Granularity.CALL);
    }

    @Test
    void keepsTheBodyOfASuspendedCall() {
        var planner = new GranularityPlanner(
                new Workload(LOADS, true), 100, name -> Optional.of(Granularity.CALL), EQUAL, true);
        planner.plan(functions(LOADS.size(), 1))
                .modes()
                .forEach(mode -> assertEquals(Granularity.INSTANCE, mode.dispatcher()));
    }

    @Test
    void bindsAHotFunctionToOneBodyAndAColdOneToAll() {
        GranularityPlan plan = plan(LOADS, true, 1.02, function -> Optional.of(Granularity.BOUND));
        assertEquals(1, plan.modes().get(2).limit().among(List.of(1.0, 1.0)));
        List<FunctionLoad> loads = List.of(new FunctionLoad(10, 0, 10), new FunctionLoad(1, 1, 1_000_000));
        GranularityPlan cold = plan(loads, true, 1.02, function -> Optional.of(Granularity.BOUND));
        assertEquals(2, cold.modes().get(0).limit().among(List.of(1.0, 1.0)));
    }

    @Test
    void keepsTheCheapestBodyWithoutTheOriginal() {
        var planner = new GranularityPlanner(
                new Workload(LOADS, true),
                1.0,
                function -> Optional.of(Granularity.BOUND),
                function -> Weights.EQUAL.withoutOriginal(),
                false);
        Mode mode = planner.plan(functions(LOADS.size(), 1.25)).modes().get(2);
        assertEquals(1, mode.limit().among(List.of(1.25)));
        assertTrue(mode.limit().slowDown() >= 1.25, "the only body is within the limit");
    }

    private static GranularityPlan plan(
            List<FunctionLoad> loads, boolean recorded, double budget, Function<String, Optional<Granularity>> wish) {
        return new GranularityPlanner(new Workload(loads, recorded), budget, wish, EQUAL, false)
                .plan(functions(loads.size(), 1));
    }

    private static List<FunctionVariants> functions(int count, double slowDown) {
        var functions = new ArrayList<FunctionVariants>();
        for (int i = 0; i < count; i++) {
            var body = new FunctionBody("f" + i, new Signature(List.of(), ValueType.I32), List.of(), Const.i32(i));
            functions.add(new FunctionVariants(
                    i,
                    "f" + i,
                    new ExprStatistics(200, 400),
                    List.of(new Sized(Variant.original(body), 2, slowDown)),
                    Optional.empty(),
                    false));
        }
        return functions;
    }
}
