package io.github.mewe.report.html;

import io.github.mewe.report.ChoiceSummary;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The texts and tables of the report as HTML. They need no scripts. */
final class Sections {
    private static final int MOST_ROWS = 200;

    /** Budgets from here on mean no limit. */
    private static final double NO_LIMIT = 100;

    private final ReportContent content;
    private final Manifest manifest;

    private Sections(ReportContent content) {
        this.content = content;
        this.manifest = content.manifest();
    }

    /** Returns the HTML of all sections by the names of their placeholders in the template. */
    static Map<String, String> of(ReportContent content) {
        return new Sections(content).all();
    }

    private Map<String, String> all() {
        Map<String, String> parts = new HashMap<>();
        parts.put("title", Html.escape(manifest.output().name()));
        parts.put("verdict", verdict());
        parts.put("figures", figures());
        parts.put("notes", notes());
        parts.put("graph", graph());
        parts.put("frontier", frontier());
        parts.put("traces", traces());
        parts.put("times", times());
        parts.put("exposure", exposure());
        parts.put("verification", verification());
        parts.put("making", making());
        return parts;
    }

    private String verdict() {
        Manifest.Totals totals = manifest.totals();
        if (totals.variants() == 0) {
            return Html.paragraph(
                    "lead",
                    "No function of " + manifest.input().name()
                            + " has variants: this binary behaves and runs like the original. The table below gives the"
                            + " reason for each function.");
        }
        return Html.paragraph(
                        "lead",
                        manifest.input().name() + " still computes the same results, but not always in the same way: "
                                + FigureFormat.count(totals.diversified())
                                + " of its functions have variants, and each run chooses among them at random."
                                + " An attacker cannot know which one will run.")
                + ChoiceSummary.of(manifest)
                        .map(choices -> Html.paragraph("choices", "Functions that choose: " + choices + "."))
                        .orElse("");
    }

    private String figures() {
        var html = new StringBuilder("<ul class=\"figures\">");
        for (KeyFigures.Figure figure : KeyFigures.of(content)) {
            html.append("<li")
                    .append(figure.known() ? "" : " class=\"unknown\"")
                    .append("><h3>");
            html.append(Html.escape(figure.title())).append("</h3><p class=\"value\">");
            html.append(Html.escape(figure.value()).replaceAll("\\^(\\d+)", "<sup>$1</sup>"));
            html.append("</p><p>")
                    .append(Html.escape(figure.meaning()).replaceAll("\\^([\\d.,]+)\\b", "<sup>$1</sup>"))
                    .append("</p></li>");
        }
        return html.append("</ul>").toString();
    }

    private String notes() {
        var html = new StringBuilder();
        content.verification()
                .filter(v -> v.totals().divergent() > 0
                        || v.runs() != null && v.runs().stream().anyMatch(r -> "divergent".equals(r.outcome())))
                .ifPresent(v -> html.append(Html.note(
                        "bad", "This binary does not always behave like the original.", "See Verification.")));
        Manifest.Seeding seeding = manifest.seeding();
        if (seeding != null && Manifest.Seeding.HOST.equals(seeding.by())) {
            html.append(Html.note(
                    "attention",
                    "The host must seed this binary.",
                    "The host " + seeding.how() + ". Otherwise " + seeding.otherwise() + "."));
        }
        manifest.warnings().forEach(warning -> html.append(Html.note("attention", "Build warning.", warning)));
        if (manifest.timeLimited()) {
            html.append(Html.note(
                    "attention",
                    "The build reached its time limit.",
                    "With more time or a faster machine, more functions would have variants."));
        }
        content.notes().forEach(text -> html.append(Html.note("attention", "A part of this report is missing.", text)));
        return html.toString();
    }

    private String graph() {
        return content.calls().isPresent()
                ? ""
                : missing("The binary " + manifest.output().name()
                        + " is not beside its manifest, so the call graph and the function bodies are missing.");
    }

    private String frontier() {
        List<Measurement.Budgeted> budgets =
                content.measurement().map(Measurement::frontier).orElse(null);
        if (budgets == null || budgets.isEmpty()) {
            return missingMeasurement("the trade-off between overhead and choice");
        }
        var rows = new ArrayList<List<String>>();
        for (Measurement.Budgeted budget : budgets) {
            rows.add(List.of(
                    budget.maxOverhead() >= NO_LIMIT
                            ? "no limit"
                            : String.format(Locale.ROOT, "%.2f", budget.maxOverhead()),
                    String.format(Locale.ROOT, "%.3f", budget.predicted()),
                    FigureFormat.number(budget.bitsPerRun()),
                    FigureFormat.count(budget.atEachCall()),
                    FigureFormat.count(budget.paced()),
                    FigureFormat.count(budget.oncePerInstance()),
                    FigureFormat.count(budget.bound())));
        }
        return Html.figure("frontier-chart", "Random bits per run against predicted run time")
                + Html.details(
                        "Figures",
                        Html.table(
                                List.of(
                                        "budget",
                                        "predicted",
                                        "bits per run",
                                        "per call",
                                        "paced",
                                        "per instance",
                                        "bound"),
                                rows));
    }

    private String traces() {
        List<Measurement.Dynamics> all =
                content.measurement().map(Measurement::dynamics).orElse(null);
        if (all == null || all.isEmpty()) {
            return missingMeasurement("how runs differ from each other");
        }
        var rows = new ArrayList<List<String>>();
        for (Measurement.Dynamics runs : all) {
            if (runs.failure() != null) {
                rows.add(List.of(runs.invocation(), "not measured: " + runs.failure(), "", "", "", "", "", ""));
                continue;
            }
            rows.add(List.of(
                    runs.invocation(),
                    FigureFormat.count(runs.runs()),
                    runs.traceLength() == null ? "" : FigureFormat.number(median(runs.traceLength())),
                    runs.choices() == null ? "" : FigureFormat.number(median(runs.choices())),
                    FigureFormat.count(runs.dispatchers()),
                    String.format(Locale.ROOT, "%.3f", runs.uniqueRatio()),
                    String.format(Locale.ROOT, "%.3f of %.3f", runs.entropy(), runs.ceiling()),
                    runs.runsUntilRepeat() == null ? "unknown" : FigureFormat.number(runs.runsUntilRepeat())));
        }
        return Html.table(
                        List.of(
                                "call",
                                "runs",
                                "bodies entered",
                                "choices drawn",
                                "dispatchers reached",
                                "distinct traces (R)",
                                "entropy (E) of maximum",
                                "runs until a repeat"),
                        rows)
                + "<div id=\"trace-pictures\"></div>";
    }

    private static double median(Measurement.Distribution distribution) {
        List<Double> quantiles = distribution.quantiles();
        return quantiles == null || quantiles.isEmpty() ? distribution.mean() : quantiles.get(quantiles.size() / 2);
    }

    private String times() {
        List<Measurement.Times> all =
                content.measurement().map(Measurement::times).orElse(null);
        if (all == null || all.isEmpty()) {
            return missingMeasurement("how long calls take before and after");
        }
        var rows = new ArrayList<List<String>>();
        for (Measurement.Times times : all) {
            if (times.failure() != null) {
                rows.add(List.of(
                        times.invocation(), times.engine(), "not measured: " + times.failure(), "", "", "", ""));
                continue;
            }
            rows.add(List.of(
                    times.invocation(),
                    times.engine(),
                    time(times.original()),
                    time(times.multivariant()),
                    String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", times.ratio(), times.low(), times.high()),
                    times.pValue() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", times.pValue()),
                    time(times.originalStart()) + " → " + time(times.multivariantStart())));
        }
        return "<div id=\"time-charts\"></div>"
                + Html.table(
                        List.of(
                                "call",
                                "engine",
                                "original, median",
                                "multivariant, median",
                                "ratio (95 % confidence)",
                                "p-value",
                                "start-up time"),
                        rows);
    }

    private static String time(Measurement.Distribution times) {
        return times == null ? "–" : FigureFormat.microseconds(median(times));
    }

    private String exposure() {
        Measurement.Exposure exposure =
                content.measurement().map(Measurement::exposure).orElse(null);
        if (exposure == null) {
            return missingMeasurement("what an attacker can still rely on");
        }
        return Html.paragraph(
                        "",
                        FigureFormat.percent(exposure.sameOffset(), 1)
                                + " of the original's code bytes are still at the same offset. The chart shows the share"
                                + " of a function's short instruction sequences that all its bodies contain: an attacker"
                                + " finds this code whichever body runs.")
                + Html.figure("exposure-chart", "Instruction sequences shared by all bodies of a function")
                + Html.figure(
                        "distance-chart",
                        "Cumulative share of pairs of bodies of one function by their distance, from 0 (equal) to 1");
    }

    private String verification() {
        Optional<Verification> found = content.verification();
        if (found.isEmpty()) {
            return missing("Not verified yet. The goal mewe:verify runs every variant against its original and compares"
                    + " whole runs of the module.");
        }
        Verification verification = found.get();
        Verification.Totals totals = verification.totals();
        var html = new StringBuilder(Html.figure("verification-chart", "Results of the variants"));
        html.append(Html.paragraph(
                "",
                totals.isProvedByDerivation()
                        ? "The derivation of each variant proves that it is equivalent to its original."
                        : "Variants without a proof were run on up to " + FigureFormat.count(verification.inputs())
                                + " inputs, which reached " + FigureFormat.percent(totals.reached(), 1)
                                + " of their instructions."));
        Map<String, Long> reasons = verification.functions().stream()
                .flatMap(f -> f.variants().stream())
                .filter(v -> "not-executed".equals(v.status()))
                .map(v -> Objects.requireNonNullElse(v.reason(), "unknown reason"))
                .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
        if (!reasons.isEmpty()) {
            html.append("<h3>Reasons for variants not executed</h3>");
            html.append(Html.table(
                    List.of("reason", "variants"),
                    reasons.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                            .limit(MOST_ROWS)
                            .map(e -> List.of(e.getKey(), FigureFormat.count(e.getValue())))
                            .toList()));
        }
        html.append(divergences(verification)).append(runs(verification));
        return html.toString();
    }

    private static String divergences(Verification verification) {
        if (verification.divergences() == null || verification.divergences().isEmpty()) {
            return "";
        }
        return "<h3>Divergences</h3>"
                + Html.table(
                        List.of(
                                "function",
                                "variant",
                                "transformations",
                                "input",
                                "original outcome",
                                "variant outcome",
                                "test case"),
                        verification.divergences().stream()
                                .limit(MOST_ROWS)
                                .map(d -> List.of(
                                        text(d.function()),
                                        text(d.variant()),
                                        chain(d.culprit() == null ? d.chain() : d.culprit()),
                                        text(d.input()),
                                        text(d.original()),
                                        text(d.outcome()),
                                        text(d.testCase())))
                                .toList());
    }

    private static String text(String text) {
        return text == null ? "–" : text;
    }

    private static String chain(List<Manifest.Step> chain) {
        return chain == null
                ? "–"
                : chain.stream().map(s -> s.strategy() + ": " + s.rule()).collect(Collectors.joining(", "));
    }

    private static String runs(Verification verification) {
        if (verification.runs() == null || verification.runs().isEmpty()) {
            return Html.paragraph("", "No whole runs were compared.");
        }
        Map<String, Map<String, Long>> byCall = new TreeMap<>();
        for (Verification.Run run : verification.runs()) {
            String outcome =
                    run.outcome() + (run.reason() == null || "equal".equals(run.outcome()) ? "" : ": " + run.reason());
            byCall.computeIfAbsent(run.invocation() + "\n" + text(run.engine()), key -> new TreeMap<>())
                    .merge(outcome, 1L, Long::sum);
        }
        return "<h3>Whole runs</h3>"
                + Html.table(
                        List.of("call", "engine", "compared runs"),
                        byCall.entrySet().stream()
                                .limit(MOST_ROWS)
                                .map(e -> List.of(
                                        e.getKey().substring(0, e.getKey().lastIndexOf('\n')),
                                        e.getKey().substring(e.getKey().lastIndexOf('\n') + 1),
                                        e.getValue().entrySet().stream()
                                                .map(o -> FigureFormat.count(o.getValue()) + " " + o.getKey())
                                                .collect(Collectors.joining(", "))))
                                .toList());
    }

    private String making() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(
                "original",
                manifest.input().name() + ", SHA-256 " + manifest.input().sha256()));
        rows.add(List.of(
                "multivariant",
                manifest.output().name() + ", SHA-256 " + manifest.output().sha256()));
        rows.add(List.of("plugin", manifest.pluginVersion() + ", with Binaryen " + manifest.binaryenVersion()));
        rows.add(List.of("build seed", manifest.seed()));
        rows.add(List.of("randomness source", manifest.randomness()));
        manifest.parameters().forEach((name, value) -> rows.add(List.of(name, value.isEmpty() ? "–" : value)));
        return population() + Html.table(List.of("property", "value"), rows);
    }

    private String population() {
        Manifest.Population population = manifest.population();
        if (population == null) {
            return "";
        }
        String text = "This is binary " + population.member() + " of a population of " + population.size()
                + ", each with different variants. "
                + functions(population.disjointFunctions(), "shares no variant", "share no variant")
                + " with another binary"
                + (population.sharedFunctions() == 0
                        ? ""
                        : "; "
                                + functions(population.sharedFunctions(), "shares", "share")
                                + " some, because there are fewer variants than binaries")
                + (population.sharedOriginals() == 0
                        ? ". No original body is shared."
                        : ". Another binary also contains the original body of " + count(population.sharedOriginals())
                                + ".");
        if (population.distances() == null) {
            return Html.paragraph("", text);
        }
        return Html.paragraph("", text)
                + Html.table(
                        List.of(
                                "binary",
                                "mean distance between variants of a function",
                                "functions without a common body",
                                "code bytes at the same offset"),
                        population.distances().stream()
                                .map(distance -> List.of(
                                        distance.member() + " of " + population.size(),
                                        String.format(Locale.ROOT, "%.3f", distance.variants()),
                                        FigureFormat.percent(distance.disjoint(), 1),
                                        FigureFormat.percent(distance.sameOffset(), 1)))
                                .toList());
    }

    private static String functions(int count, String one, String several) {
        return count(count) + " " + (count == 1 ? one : several);
    }

    private static String count(int functions) {
        return FigureFormat.count(functions) + (functions == 1 ? " function" : " functions");
    }

    private static String missing(String text) {
        return Html.paragraph("missing", text);
    }

    private String missingMeasurement(String what) {
        return missing(
                content.measurement().isPresent()
                        ? "The measurement does not include " + what + "."
                        : "Not measured yet. The goal mewe:measure shows " + what + ".");
    }
}
