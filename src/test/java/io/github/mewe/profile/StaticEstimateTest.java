package io.github.mewe.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Follows calls through small call graphs. */
class StaticEstimateTest {
    private static final List<String> NAMES = List.of("main", "helper", "leaf");

    @Test
    void callsArePassedOnFromTheExports() {
        Workload workload = estimate(Map.of("helper", 2.0), Map.of("leaf", 8.0), Map.of());
        assertEquals(1, workload.functions().get(0).calls());
        assertEquals(2, workload.functions().get(1).calls());
        assertEquals(16, workload.functions().get(2).calls());
        assertEquals(16, workload.functions().get(2).directCalls());
        assertEquals(0, workload.functions().get(0).directCalls());
        assertEquals(160, workload.functions().get(2).cost());
        assertEquals(160.0 / 190, workload.shares().get(2), 1e-9);
    }

    @Test
    void recursionIsFollowedOnce() {
        Workload workload = estimate(Map.of("helper", 2.0), Map.of("main", 3.0, "leaf", 1.0), Map.of("leaf", 5.0));
        assertEquals(1, workload.functions().get(0).calls());
        assertEquals(2, workload.functions().get(2).calls());
    }

    @Test
    void importedCalleesAreLeftOut() {
        assertEquals(
                0,
                estimate(Map.of("imported", 4.0), Map.of(), Map.of())
                        .functions()
                        .get(1)
                        .calls());
    }

    @Test
    void whatOnlyReferencesReachIsCalledToo() {
        Workload workload =
                StaticEstimate.of(NAMES, runs(Map.of(), Map.of(), Map.of()), Set.of("main"), Set.of("leaf"), Set.of());
        assertTrue(workload.functions().get(2).indirectCalls() > 0);
        assertTrue(workload.functions().get(2).calls()
                < workload.functions().get(0).calls());
    }

    @Test
    void whatNoLoopLeadsToIsUnhurried() {
        Workload workload = estimate(Map.of("helper", 1.0), Map.of("leaf", 1.0), Map.of());
        assertEquals(Set.of(0, 1, 2), workload.structure().latencyTolerant());
        var loop = new BodyEstimate(10, Map.of("helper", 8.0), Set.of("helper"));
        var looped = StaticEstimate.of(
                NAMES,
                List.of(loop, new BodyEstimate(10, Map.of("leaf", 1.0)), new BodyEstimate(10, Map.of())),
                Set.of("main"),
                Set.of(),
                Set.of());
        assertEquals(Set.of(0), looped.structure().latencyTolerant());
    }

    @Test
    void recursionAndTablesHurry() {
        Workload recursive = estimate(Map.of("helper", 1.0), Map.of("main", 1.0, "leaf", 1.0), Map.of());
        assertEquals(Set.of(), recursive.structure().latencyTolerant());
        Workload referenced = StaticEstimate.of(
                NAMES,
                runs(Map.of("helper", 1.0), Map.of("leaf", 1.0), Map.of()),
                Set.of("main"),
                Set.of("helper"),
                Set.of());
        assertEquals(Set.of(0), referenced.structure().latencyTolerant());
    }

    @Test
    void aHostCallDrawsOnceAndOnceMoreForEachUnitOfWork() {
        Map<String, Double> callsHelper = Map.of("helper", 1.0);
        Map<String, Double> callsLeaf = Map.of("leaf", 1.0);
        assertEquals(Set.of(0), drawing(callsHelper, callsLeaf, 10), "the host call pays for one draw");
        assertEquals(Set.of(0, 1), drawing(callsHelper, callsLeaf, 100));
        assertEquals(Set.of(0, 1, 2), drawing(callsHelper, callsLeaf, 201));
        assertEquals(
                Set.of(0, 1),
                drawing(callsHelper, Map.of("leaf", 4.0), 60),
                "four calls of the leaf would be too many");
    }

    private static Set<Integer> drawing(Map<String, Double> main, Map<String, Double> helper, double costOfLeaf) {
        List<BodyEstimate> runs = List.of(
                new BodyEstimate(10, main), new BodyEstimate(10, helper), new BodyEstimate(costOfLeaf, Map.of()));
        return StaticEstimate.of(NAMES, runs, Set.of("main"), Set.of(), Set.of())
                .structure()
                .drawing();
    }

    @Test
    void theStartOfAProgramDoesNotLimitDraws() {
        List<BodyEstimate> runs = List.of(
                new BodyEstimate(10, Map.of("leaf", 1.0)),
                new BodyEstimate(10, Map.of("leaf", 1.0)),
                new BodyEstimate(100, Map.of()));
        Set<String> exported = Set.of("main", "helper");
        Workload workload = StaticEstimate.of(NAMES, runs, exported, Set.of(), Set.of("main"));
        assertEquals(Set.of(1, 2), workload.structure().drawing());
    }

    @Test
    void whatALoopOrATableReachesDoesNotDrawPerHostCall() {
        var loop = new BodyEstimate(10_000, Map.of("helper", 8.0), Set.of("helper"));
        var runs = List.of(loop, new BodyEstimate(10, Map.of()), new BodyEstimate(10, Map.of()));
        Workload workload = StaticEstimate.of(NAMES, runs, Set.of("main", "leaf"), Set.of("leaf"), Set.of());
        assertEquals(Set.of(0), workload.structure().drawing());
        assertEquals(
                List.of(Set.of(), Set.of(0), Set.of()), workload.structure().callers());
    }

    private static Workload estimate(Map<String, Double> main, Map<String, Double> helper, Map<String, Double> leaf) {
        return StaticEstimate.of(NAMES, runs(main, helper, leaf), Set.of("main"), Set.of(), Set.of());
    }

    private static List<BodyEstimate> runs(
            Map<String, Double> main, Map<String, Double> helper, Map<String, Double> leaf) {
        return List.of(new BodyEstimate(10, main), new BodyEstimate(10, helper), new BodyEstimate(10, leaf));
    }
}
