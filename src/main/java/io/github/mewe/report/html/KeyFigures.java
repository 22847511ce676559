package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures at the top of the report, each with a sentence that explains it. */
final class KeyFigures {
    private final Manifest manifest;
    private final Optional<Verification> verification;
    private final Optional<Measurement> measurement;

    private KeyFigures(ReportContent content) {
        this.manifest = content.manifest();
        this.verification = content.verification();
        this.measurement = content.measurement();
    }

    /**
     * A figure.
     *
     * @param value the formatted figure
     * @param meaning a sentence that explains it
     * @param known false if the figure is missing; the sentence then says how to get it
     */
    record Figure(String title, String value, String meaning, boolean known) {}

    /** Returns the figures, the most important first. */
    static List<Figure> of(ReportContent content) {
        var figures = new KeyFigures(content);
        return List.of(
                figures.functions(),
                figures.variants(),
                figures.identicalRuns(),
                figures.time(),
                figures.size(),
                figures.verified());
    }

    private Figure functions() {
        Manifest.Totals totals = manifest.totals();
        return new Figure(
                "Diversified functions",
                FigureFormat.percent(totals.diversified(), totals.functions()),
                FigureFormat.count(totals.diversified()) + " of " + FigureFormat.count(totals.functions())
                        + " functions have variants: different code with the same behaviour.",
                true);
    }

    private Figure variants() {
        Optional<Measurement.MachineCode> code =
                measurement.map(Measurement::statics).map(Measurement.Statics::machineCode);
        Manifest.Totals totals = manifest.totals();
        String proved = totals.proved() == 0
                ? ""
                : " " + FigureFormat.count(totals.proved()) + " are proved equivalent by their derivations.";
        String meaning = code.map(c -> FigureFormat.percent(c.distinct(), c.variants())
                        + " remain distinct machine code after compilation"
                        + " by " + c.engine() + ".")
                .orElse("Each differs from the original and from the other variants of its function, so an attack built"
                        + " for one may fail on another.");
        return new Figure("Variants", FigureFormat.count(totals.variants()), meaning + proved, true);
    }

    private Figure identicalRuns() {
        String title = "Identical runs";
        List<Measurement.Dynamics> runs = measurement.map(Measurement::dynamics).orElse(List.of()).stream()
                .filter(d -> d.failure() == null && d.runs() > 0)
                .toList();
        if (!runs.isEmpty()) {
            int all = runs.stream().mapToInt(Measurement.Dynamics::runs).sum();
            long distinct = runs.stream()
                    .mapToLong(d -> Math.round(d.uniqueRatio() * d.runs()))
                    .sum();
            return new Figure(
                    title,
                    FigureFormat.percent(all - distinct, all),
                    "Measured: " + FigureFormat.count(distinct) + " of " + FigureFormat.count(all)
                            + " runs took a new path through the code.",
                    true);
        }
        Double bits = manifest.diversity().bitsPerRun();
        if (bits != null && manifest.prediction().from().equals("profile")) {
            return new Figure(
                    title,
                    FigureFormat.oneIn(bits),
                    "The probability that two runs like the recorded one make the same choices: each draws "
                            + FigureFormat.number(bits) + " bits.",
                    true);
        }
        return new Figure(
                title,
                "unknown",
                "mewe:measure measures it; a profile from mewe:profile predicts it. The call graph has 2^"
                        + FigureFormat.number(manifest.diversity().pathBits()) + " paths.",
                false);
    }

    private Figure time() {
        String basis = manifest.prediction().from().equals("profile") ? "predicted from the profile" : "estimated";
        List<Measurement.Times> times = measurement.map(Measurement::times).orElse(List.of()).stream()
                .filter(t -> t.failure() == null)
                .toList();
        if (times.isEmpty()) {
            return new Figure(
                    "Run time",
                    FigureFormat.times(manifest.prediction().overhead()),
                    "Relative to the original, " + basis + ". mewe:measure measures it.",
                    true);
        }
        String value = times.size() == 1
                ? FigureFormat.times(times.get(0).ratio())
                : String.format(
                        Locale.ROOT,
                        "x%.2f to x%.2f",
                        times.stream()
                                .mapToDouble(Measurement.Times::ratio)
                                .min()
                                .orElseThrow(),
                        times.stream()
                                .mapToDouble(Measurement.Times::ratio)
                                .max()
                                .orElseThrow());
        String interval = times.size() == 1
                ? String.format(
                        Locale.ROOT,
                        " (95 %% confidence interval %.2f to %.2f)",
                        times.get(0).low(),
                        times.get(0).high())
                : " on " + times.size() + " invocations";
        return new Figure(
                "Run time",
                value,
                "Relative to the original, measured" + interval + "; "
                        + FigureFormat.times(manifest.prediction().overhead()) + " " + basis + ".",
                true);
    }

    private Figure size() {
        long before = manifest.input().bytes();
        long after = manifest.output().bytes();
        return new Figure(
                "Size",
                FigureFormat.times(after / (double) Math.max(1, before)),
                FigureFormat.size(before) + " before, " + FigureFormat.size(after) + " after.",
                true);
    }

    private Figure verified() {
        if (verification.isEmpty()) {
            return new Figure(
                    "Verified variants", "not yet", "mewe:verify runs every variant against its original.", false);
        }
        Verification.Totals totals = verification.get().totals();
        int checked = totals.variants() - totals.notExecuted() - totals.divergent();
        String meaning = totals.divergent() == 0
                ? FigureFormat.count(checked) + " of " + FigureFormat.count(totals.variants())
                        + " variants behaved like their originals"
                        + (totals.proved() > 0
                                ? ", " + FigureFormat.count(totals.proved())
                                        + " of them proved equivalent for all inputs"
                                : "")
                        + (totals.isProvedByDerivation()
                                ? "."
                                : ". The inputs reached " + FigureFormat.percent(totals.reached(), 1)
                                        + " of the instructions of the unproved variants.")
                : FigureFormat.count(totals.divergent())
                        + " variants behaved differently from their originals. Do not ship this build.";
        return new Figure("Verified variants", FigureFormat.percent(checked, totals.variants()), meaning, true);
    }
}
