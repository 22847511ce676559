package io.github.mewe.report.html;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures that a report begins with, each with a sentence that says what it means. */
final class KeyFigures {
    private final Manifest manifest;
    private final Optional<Verification> verification;
    private final Optional<Measurement> measurement;

    KeyFigures(ReportContent content) {
        this.manifest = content.manifest();
        this.verification = content.verification();
        this.measurement = content.measurement();
    }

    /**
     * A figure.
     *
     * @param title what it is of
     * @param value the figure itself
     * @param meaning what it means, a sentence
     * @param known whether there is such a figure; else the meaning says how to get it
     */
    record Figure(String title, String value, String meaning, boolean known) {}

    /** The figures, the most important first. */
    List<Figure> all() {
        return List.of(functions(), variants(), alike(), time(), size(), checked());
    }

    private Figure functions() {
        Manifest.Totals totals = manifest.totals();
        return new Figure(
                "Functions that vary",
                FigureFormat.percent(totals.diversified(), totals.functions()),
                FigureFormat.count(totals.diversified()) + " of " + FigureFormat.count(totals.functions())
                        + " functions have variants, which do exactly the same in other ways.",
                true);
    }

    private Figure variants() {
        Optional<Measurement.MachineCode> code =
                measurement.map(Measurement::statics).map(Measurement.Statics::machineCode);
        String meaning = code.map(c -> FigureFormat.percent(c.distinct(), c.variants())
                        + " of them are still different once " + c.engine() + " has compiled them.")
                .orElse("Each differs from the original and from its siblings, so that an attack made for one of them"
                        + " need not fit another.");
        return new Figure("Variants added", FigureFormat.count(manifest.totals().variants()), meaning, true);
    }

    private Figure alike() {
        String title = "Two runs alike";
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
                            + " runs took a way through the code that no earlier one had taken.",
                    true);
        }
        Double bits = manifest.diversity().bitsPerRun();
        if (bits != null) {
            return new Figure(
                    title,
                    FigureFormat.oneIn(bits),
                    "The chance that two runs like the recorded one make the same choices throughout: they draw "
                            + FigureFormat.number(bits) + " bits.",
                    true);
        }
        return new Figure(
                title,
                "not known",
                "mewe:measure runs the module and tells; mewe:profile lets it be predicted. There are 2^"
                        + FigureFormat.number(manifest.diversity().pathBits()) + " ways through its calls.",
                false);
    }

    private Figure time() {
        String predicted = "predicted "
                + (manifest.prediction().from().equals("profile") ? "from a recorded run" : "from the code alone");
        List<Measurement.Times> times = measurement.map(Measurement::times).orElse(List.of()).stream()
                .filter(t -> t.failure() == null)
                .toList();
        if (times.isEmpty()) {
            return new Figure(
                    "Running time",
                    FigureFormat.times(manifest.prediction().overhead()),
                    "That of the original, " + predicted + ". mewe:measure measures it.",
                    true);
        }
        String value = times.size() == 1
                ? FigureFormat.times(times.get(0).ratio())
                : String.format(
                        Locale.ROOT,
                        "%.2f to %.2f times",
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
                        ", with 95 %% confidence between %.2f and %.2f",
                        times.get(0).low(),
                        times.get(0).high())
                : ", for " + times.size() + " calls";
        return new Figure(
                "Running time",
                value,
                "That of the original, measured" + interval + ". It was "
                        + FigureFormat.times(manifest.prediction().overhead()) + " as " + predicted + ".",
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

    private Figure checked() {
        if (verification.isEmpty()) {
            return new Figure(
                    "Variants checked", "not yet", "mewe:verify runs every variant against its original.", false);
        }
        Verification.Totals totals = verification.get().totals();
        int checked = totals.variants() - totals.notExecuted() - totals.divergent();
        String meaning = totals.divergent() == 0
                ? FigureFormat.count(checked) + " of " + FigureFormat.count(totals.variants())
                        + " variants did what their originals do"
                        + (totals.proved() > 0
                                ? ", " + FigureFormat.count(totals.proved()) + " of them proved for all inputs"
                                : "")
                        + ". The inputs reached " + FigureFormat.percent(totals.reached(), 1)
                        + " of their instructions."
                : FigureFormat.count(totals.divergent())
                        + " did something else than their originals. Do not ship this build.";
        return new Figure("Variants checked", FigureFormat.percent(checked, totals.variants()), meaning, true);
    }
}
