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
        assertEquals(160.0 / 190, workload.share(2), 1e-9);
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
                StaticEstimate.of(NAMES, runs(Map.of(), Map.of(), Map.of()), Set.of("main"), Set.of("leaf"));
        assertTrue(workload.functions().get(2).indirectCalls() > 0);
        assertTrue(workload.functions().get(2).calls()
                < workload.functions().get(0).calls());
    }

    private static Workload estimate(Map<String, Double> main, Map<String, Double> helper, Map<String, Double> leaf) {
        return StaticEstimate.of(NAMES, runs(main, helper, leaf), Set.of("main"), Set.of());
    }

    private static List<BodyRun> runs(Map<String, Double> main, Map<String, Double> helper, Map<String, Double> leaf) {
        return List.of(new BodyRun(10, main), new BodyRun(10, helper), new BodyRun(10, leaf));
    }
}
