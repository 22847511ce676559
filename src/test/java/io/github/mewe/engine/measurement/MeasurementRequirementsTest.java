package io.github.mewe.engine.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.measurement.MeasurementRequirements.Limit;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Measurement.Distribution;
import io.github.mewe.report.Measurement.Dynamics;
import io.github.mewe.report.Measurement.Exposure;
import io.github.mewe.report.Measurement.MachineCode;
import io.github.mewe.report.Measurement.Statics;
import io.github.mewe.report.Measurement.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which requirements a measurement meets, and the messages about the others. */
class MeasurementRequirementsTest {
    private static final Distribution HALF = new Distribution(1, 0.5, Collections.nCopies(21, 0.5));
    private static final Dynamics RUN =
            new Dynamics("f(1)", 1000, null, HALF, HALF, HALF, 1, 0.6, 0.72, 0.9, 4, null, List.of(), 9, 0.9, null);
    private static final Dynamics FAILED =
            new Dynamics("g()", 1000, "it traps", null, null, null, 0, 0, 0, 0, 4, null, List.of(), 0, 0, null);
    private static final Times TIMES =
            new Times("f(1)", "engine", null, HALF, HALF, 1.3, 1.2, 1.4, 1, 0.01, HALF, HALF);

    private static Measurement measurement(MachineCode code, List<Dynamics> runs, List<Times> times) {
        return new Measurement(
                1,
                "version",
                "app.wasm",
                "00",
                new Statics(20, 10, 12, 40, 30, code, HALF, 1000, 3000, List.of(), 8),
                new Exposure(0.1, Map.of(3, 0.5, 5, 0.4)),
                runs,
                times,
                List.of());
    }

    @Test
    void eachRequirementIsMetUpToItsBound() {
        Measurement measurement = measurement(new MachineCode("engine", 40, 20), List.of(RUN), List.of(TIMES));
        Map<Limit, Double> values = Map.ofEntries(
                Map.entry(Limit.ENTROPY, 0.72),
                Map.entry(Limit.CEILING_SHARE, 0.8),
                Map.entry(Limit.UNIQUE_RATIO, 0.6),
                Map.entry(Limit.DIVERSIFIED, 0.8),
                Map.entry(Limit.DISTINCT, 0.75),
                Map.entry(Limit.MACHINE_CODE, 0.5),
                Map.entry(Limit.DISTANCE, 0.5),
                Map.entry(Limit.MAX_SAME_OFFSET, 0.1),
                Map.entry(Limit.MAX_COMMON_SEQUENCES, 0.4),
                Map.entry(Limit.MAX_SIZE_RATIO, 3.0),
                Map.entry(Limit.MAX_OVERHEAD_RATIO, 1.2));
        var unmet = new ArrayList<Limit>();
        values.forEach((limit, value) -> {
            double sign = limit.element().startsWith("max") ? 1 : -1;
            assertEquals(List.of(), unmet(measurement, limit, value + sign * 1e-6), limit.element());
            if (!unmet(measurement, limit, value - sign * 1e-6).isEmpty()) {
                unmet.add(limit);
            }
        });
        assertEquals(Limit.values().length, unmet.size(), "a stricter bound must be unmet: " + unmet);
    }

    @Test
    void aMessageGivesTheBoundTheValueAndTheRemedy() {
        Measurement measurement = measurement(null, List.of(RUN), List.of(TIMES));
        assertEquals(
                List.of("<require><entropy> (mewe.measure.require.entropy) must be at least 0.9, but is 0.7200"
                        + " for f(1). Raise <budget><maxOverhead> (mewe.maxOverhead), or set <granularity>"
                        + " (mewe.granularity) to call for the functions that the invocation runs"),
                unmet(measurement, Limit.ENTROPY, 0.9));
        assertTrue(
                unmet(measurement, Limit.MAX_OVERHEAD_RATIO, 1.1)
                        .get(0)
                        .contains(
                                "must be at most 1.1, but is 1.200 for f(1), at the lower end of the 95 % confidence interval"));
    }

    @Test
    void aRequirementOnAnUnmeasuredFigureIsUnmet() {
        Measurement measurement = measurement(null, List.of(RUN, FAILED), List.of());
        assertEquals(
                List.of("<require><uniqueRatio> (mewe.measure.require.uniqueRatio) was not measured:"
                        + " g() could not be measured: it traps"),
                unmet(measurement, Limit.UNIQUE_RATIO, 0.1));
        assertEquals(1, unmet(measurement, Limit.MACHINE_CODE, 0).size());
        assertEquals(1, unmet(measurement, Limit.MAX_OVERHEAD_RATIO, 9).size());
        assertEquals(
                1,
                unmet(measurement(null, List.of(), List.of()), Limit.ENTROPY, 0).size());
    }

    private static List<String> unmet(Measurement measurement, Limit limit, double value) {
        return new MeasurementRequirements(Map.of(limit, value)).unmet(measurement);
    }
}
