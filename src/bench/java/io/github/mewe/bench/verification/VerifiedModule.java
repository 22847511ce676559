package io.github.mewe.bench.verification;

import io.github.mewe.report.Verification;
import java.util.Map;
import java.util.TreeMap;

/**
 * The verification of one module.
 *
 * @param seconds the duration of the goal, from reading the files to the written report
 * @param processor the processor time of this JVM meanwhile, in seconds
 * @param heap the peak of the heap in mebibytes
 * @param runs numbers of whole runs by their outcomes
 * @param reasons numbers of variants that were neither proved nor executed, by their reasons
 */
record VerifiedModule(
        String module,
        double seconds,
        double processor,
        long heap,
        Verification.Totals totals,
        Map<String, Integer> runs,
        Map<String, Integer> reasons) {
    private static final String NOT_EXECUTED = "not-executed";

    /**
     * Summarises a verification.
     *
     * @param times the duration and the processor time in seconds
     */
    static VerifiedModule of(String module, Verification verification, double[] times, long heap) {
        var runs = new TreeMap<String, Integer>();
        verification.runs().forEach(run -> runs.merge(run.outcome(), 1, Integer::sum));
        var reasons = new TreeMap<String, Integer>();
        verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .filter(variant -> variant.status().equals(NOT_EXECUTED))
                .forEach(variant -> reasons.merge(String.valueOf(variant.reason()), 1, Integer::sum));
        return new VerifiedModule(module, times[0], times[1], heap, verification.totals(), runs, reasons);
    }

    int variants() {
        return totals.variants();
    }

    double proved() {
        return variants() == 0 ? 1 : (double) totals.proved() / variants();
    }

    int runs(String outcome) {
        return runs.getOrDefault(outcome, 0);
    }
}
