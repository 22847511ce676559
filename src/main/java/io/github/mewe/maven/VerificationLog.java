package io.github.mewe.maven;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/** Prints the results of a verification and the reasons for omitted checks. */
final class VerificationLog {
    private static final int SHOWN = 3;
    private static final int MOST_FAILURES = 10;
    private static final int LONGEST = 300;

    private final Log log;

    VerificationLog(Log log) {
        this.log = log;
    }

    void report(Verification verification, Path report) {
        Verification.Totals totals = verification.totals();
        log.info(String.format(
                Locale.ROOT,
                "Verified %s: %d variants, %d proved (%d by derivation), %d executed, %d not executed%s",
                verification.binary(),
                totals.variants(),
                totals.proved(),
                totals.provedByDerivation(),
                totals.executed(),
                totals.notExecuted(),
                totals.isProvedByDerivation() ? "" : reached(totals)));
        Map<String, Long> outcomes = verification.runs().stream()
                .collect(Collectors.groupingBy(Verification.Run::outcome, TreeMap::new, Collectors.counting()));
        log.info("  Whole runs: " + outcomes.getOrDefault("equal", 0L) + " equal, "
                + outcomes.getOrDefault("divergent", 0L) + " divergent, " + outcomes.getOrDefault("not-run", 0L)
                + " not run");
        reasons(verification);
        log.info("  Report: " + report);
    }

    private static String reached(Verification.Totals totals) {
        return String.format(
                Locale.ROOT,
                "; executions reached %.1f %% of the unproved variants' instructions",
                100 * totals.reached());
    }

    private void reasons(Verification verification) {
        Map<String, Long> variants = verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .filter(variant -> variant.status().equals("not-executed"))
                .collect(Collectors.groupingBy(
                        variant -> String.valueOf(variant.reason()), TreeMap::new, Collectors.counting()));
        most(variants)
                .forEach(reason -> log.info("  " + reason.getValue() + " variants not executed: " + reason.getKey()));
        Map<String, Long> runs = verification.runs().stream()
                .filter(run -> run.outcome().equals("not-run"))
                .collect(Collectors.groupingBy(
                        run -> String.valueOf(run.reason()), TreeMap::new, Collectors.counting()));
        most(runs).forEach(reason -> log.info("  " + reason.getValue() + " runs not executed: " + reason.getKey()));
    }

    private static List<Map.Entry<String, Long>> most(Map<String, Long> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SHOWN)
                .toList();
    }

    /** The messages that fail the build, up to a limit; the report lists all divergences. */
    static List<String> failures(Verification verification, Path manifest, Path report) {
        List<Verification.Divergence> all = verification.divergences();
        var failures = new ArrayList<String>();
        all.stream()
                .limit(MOST_FAILURES)
                .forEach(divergence -> failures.add(failure(verification, divergence, manifest)));
        if (all.size() > MOST_FAILURES) {
            failures.add("and " + (all.size() - MOST_FAILURES) + " more divergences: see " + report);
        }
        return failures;
    }

    private static String failure(Verification verification, Verification.Divergence divergence, Path manifest) {
        String culprit = divergence.function() == null
                ? "a run diverges from the original, but no single variant causes the divergence"
                : "variant " + divergence.variant() + " of function " + divergence.function()
                        + " is not equivalent to the original; made by " + steps(divergence);
        String where =
                divergence.testCase() == null ? "" : ". Test case: " + manifest.resolveSibling(divergence.testCase());
        return verification.binary() + ": " + culprit + disproved(verification, divergence) + "; input: "
                + shortened(divergence.input()) + "; original: " + shortened(divergence.original()) + "; multivariant: "
                + shortened(divergence.outcome()) + where;
    }

    private static String disproved(Verification verification, Verification.Divergence divergence) {
        boolean wasProved = verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .anyMatch(variant -> variant.name().equals(divergence.variant())
                        && Verification.Variant.DERIVATION.equals(variant.by()));
        return wasProved
                ? "; the derivation checker accepted this variant, so the checker or the test harness is wrong; please"
                        + " report this"
                : "";
    }

    /** Shortens a text for the log; the test case contains all of it. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static String steps(Verification.Divergence divergence) {
        List<Manifest.Step> steps = divergence.culprit() == null ? divergence.chain() : divergence.culprit();
        if (steps.isEmpty()) {
            return "unknown";
        }
        int others = divergence.chain().size() - steps.size();
        String without = others == 0 ? "" : " (" + others + " other steps do not contribute)";
        String reason = divergence.culpritReason() == null ? "" : " (" + divergence.culpritReason() + ")";
        return steps.stream().map(step -> step.strategy() + "/" + step.rule()).collect(Collectors.joining(", "))
                + without
                + reason;
    }
}
