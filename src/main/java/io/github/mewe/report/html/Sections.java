package io.github.mewe.report.html;

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

/** The parts of a report that are text and tables, as HTML: they are there without scripts, too. */
final class Sections {
    private static final int MOST_ROWS = 200;

    /** A slow-down that nobody means. */
    private static final double NO_LIMIT = 100;

    private final ReportContent content;
    private final Manifest manifest;

    Sections(ReportContent content) {
        this.content = content;
        this.manifest = content.manifest();
    }

    /** The parts by the names of their places in the template. */
    Map<String, String> all() {
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
            return paragraph(
                    "lead",
                    "No function of " + manifest.input().name()
                            + " varies: this binary is the original. The table below says why, function by function.");
        }
        return paragraph(
                "lead",
                manifest.input().name() + " does what it did, but not always in the same way: "
                        + FigureFormat.count(totals.diversified())
                        + " of its functions have variants, and each run draws which of them it takes."
                        + " Who wants to exploit the code can no longer know which one will run.");
    }

    private String figures() {
        var html = new StringBuilder("<ul class=\"figures\">");
        for (KeyFigures.Figure figure : new KeyFigures(content).all()) {
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
                .ifPresent(v -> html.append(
                        note("bad", "This binary does not always do what the original does.", "See Verification.")));
        Manifest.Seeding seeding = manifest.seeding();
        if (seeding != null && Manifest.Seeding.HOST.equals(seeding.by())) {
            html.append(note(
                    "attention",
                    "It must be seeded.",
                    "The host " + seeding.how() + ". Otherwise " + seeding.otherwise() + "."));
        }
        manifest.warnings().forEach(warning -> html.append(note("attention", "Warning of the build.", warning)));
        if (manifest.timeLimited()) {
            html.append(note(
                    "attention",
                    "The build ran out of time.",
                    "With more of it, or on a faster machine, more functions would vary."));
        }
        content.notes().forEach(text -> html.append(note("attention", "A part is missing.", text)));
        return html.toString();
    }

    private static String note(String kind, String title, String text) {
        return "<p class=\"note " + kind + "\"><strong>" + Html.escape(title) + "</strong> " + Html.escape(text)
                + "</p>";
    }

    private String graph() {
        return content.calls().isPresent()
                ? ""
                : missing("The binary " + manifest.output().name()
                        + " is not beside its manifest: without it there is no graph and no text of functions.");
    }

    private String frontier() {
        List<Measurement.Budgeted> budgets =
                content.measurement().map(Measurement::frontier).orElse(null);
        if (budgets == null || budgets.isEmpty()) {
            return missingMeasurement("what more or less slow-down would buy");
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
                    FigureFormat.count(budget.onceAnInstance()),
                    FigureFormat.count(budget.bound())));
        }
        return figure("frontier-chart", "Bits of choice that a run draws, against the predicted slow-down")
                + folded(
                        "The figures",
                        table(
                                List.of(
                                        "budget",
                                        "predicted",
                                        "bits a run",
                                        "at each call",
                                        "once an instance",
                                        "bound"),
                                rows));
    }

    private String traces() {
        List<Measurement.Dynamics> all =
                content.measurement().map(Measurement::dynamics).orElse(null);
        if (all == null || all.isEmpty()) {
            return missingMeasurement("how different runs are from each other");
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
                    runs.runsUntilRepeat() == null ? "cannot be told" : FigureFormat.number(runs.runsUntilRepeat())));
        }
        return table(
                        List.of(
                                "call",
                                "runs",
                                "bodies entered",
                                "choices drawn",
                                "functions with choices reached",
                                "distinct ways (R)",
                                "entropy (E) of what can be had",
                                "runs until one repeats"),
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
            return missingMeasurement("how long calls take, before and after");
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
                + table(
                        List.of(
                                "call",
                                "engine",
                                "original, median",
                                "multivariant, median",
                                "ratio (95 % confidence)",
                                "p of no difference",
                                "start-up"),
                        rows);
    }

    private static String time(Measurement.Distribution times) {
        return times == null ? "–" : FigureFormat.microseconds(median(times));
    }

    private String exposure() {
        Measurement.Exposure exposure =
                content.measurement().map(Measurement::exposure).orElse(null);
        if (exposure == null) {
            return missingMeasurement("what an attacker can still count on");
        }
        return paragraph(
                        "",
                        FigureFormat.percent(exposure.sameOffset(), 1)
                                + " of the original's code bytes are still at the same offset. The chart shows which"
                                + " share of the short instruction sequences of a function all its bodies have in"
                                + " common: code that an attacker finds whichever of them runs.")
                + figure("exposure-chart", "Instruction sequences that all bodies of their function share")
                + figure(
                        "distance-chart",
                        "The share of the pairs of bodies of one function that are at most that different, from 0 (equal) to 1");
    }

    private String verification() {
        Optional<Verification> found = content.verification();
        if (found.isEmpty()) {
            return missing("Nothing is verified yet. The goal mewe:verify runs every variant against its original, and"
                    + " whole runs of the module against each other.");
        }
        Verification verification = found.get();
        Verification.Totals totals = verification.totals();
        var html = new StringBuilder(figure("verification-chart", "What was found out about the variants"));
        html.append(paragraph(
                "",
                "Each variant was to be run on " + FigureFormat.count(verification.inputs()) + " inputs; "
                        + FigureFormat.percent(totals.reached(), 1) + " of the variants' instructions were reached."));
        Map<String, Long> reasons = verification.functions().stream()
                .flatMap(f -> f.variants().stream())
                .filter(v -> "not-executed".equals(v.status()))
                .map(v -> Objects.requireNonNullElse(v.reason(), "no reason is given"))
                .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
        if (!reasons.isEmpty()) {
            html.append("<h3>Why variants were not executed</h3>");
            html.append(table(
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
        return "<h3>Differences</h3>"
                + table(
                        List.of(
                                "function",
                                "variant",
                                "made by",
                                "input",
                                "original's outcome",
                                "variant's outcome",
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
            return paragraph("", "No whole runs of the module were compared.");
        }
        Map<String, Map<String, Long>> byCall = new TreeMap<>();
        for (Verification.Run run : verification.runs()) {
            String outcome =
                    run.outcome() + (run.reason() == null || "equal".equals(run.outcome()) ? "" : ": " + run.reason());
            byCall.computeIfAbsent(run.invocation() + "\n" + text(run.engine()), key -> new TreeMap<>())
                    .merge(outcome, 1L, Long::sum);
        }
        return "<h3>Whole runs</h3>"
                + table(
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
        rows.add(List.of("seed of the build", manifest.seed()));
        rows.add(List.of("randomness", manifest.randomness()));
        manifest.parameters().forEach((name, value) -> rows.add(List.of(name, value.isEmpty() ? "–" : value)));
        return population() + table(List.of("what", "which"), rows);
    }

    private String population() {
        Manifest.Population population = manifest.population();
        if (population == null) {
            return "";
        }
        String text = "This is binary " + population.member() + " of " + population.size()
                + " that were made at once, each with variants of its own. "
                + functions(population.disjointFunctions(), "shares no variant", "share no variant")
                + " with another of them"
                + (population.sharedFunctions() == 0
                        ? ""
                        : "; "
                                + functions(population.sharedFunctions(), "shares", "share")
                                + " some, because there are fewer variants than binaries")
                + (population.sharedOriginals() == 0
                        ? ". Original bodies are not shared either."
                        : ". The original body of "
                                + functions(population.sharedOriginals(), "is a choice", "is a choice")
                                + " in another binary, too.");
        if (population.distances() == null) {
            return paragraph("", text);
        }
        return paragraph("", text)
                + table(
                        List.of(
                                "binary",
                                "distance between variants of one function, on average",
                                "functions with no body in common",
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
        return FigureFormat.count(count) + (count == 1 ? " function " + one : " functions " + several);
    }

    private static String missing(String text) {
        return paragraph("missing", text);
    }

    private String missingMeasurement(String what) {
        return missing(
                content.measurement().isPresent()
                        ? "The measurement does not say " + what + "."
                        : "Not measured yet. The goal mewe:measure finds out " + what + ".");
    }

    private static String paragraph(String kind, String text) {
        return (kind.isEmpty() ? "<p>" : "<p class=\"" + kind + "\">") + Html.escape(text) + "</p>";
    }

    private static String figure(String id, String caption) {
        return "<figure><div id=\"" + id + "\" class=\"chart\"></div><figcaption>" + Html.escape(caption)
                + "</figcaption></figure>";
    }

    private static String folded(String title, String html) {
        return "<details><summary>" + Html.escape(title) + "</summary>" + html + "</details>";
    }

    private static String table(List<String> head, List<List<String>> rows) {
        var html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        head.forEach(cell ->
                html.append("<th scope=\"col\">").append(Html.escape(cell)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(i == 0 ? "<th scope=\"row\">" : "<td>").append(Html.escape(row.get(i)));
                html.append(i == 0 ? "</th>" : "</td>");
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }
}
