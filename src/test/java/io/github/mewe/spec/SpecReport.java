package io.github.mewe.spec;

import io.github.mewe.report.Manifest;
import io.github.mewe.spec.Comparison.Problem;
import io.github.mewe.spec.Comparison.Result;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The report on all scripts.
 *
 * @param ranges the seeds and keys of every script
 * @param results one result per script
 */
record SpecReport(SeedRanges ranges, List<Result> results) {
    SpecReport {
        results = List.copyOf(results);
    }

    /** The report in one line. */
    String summary() {
        return ("Core tests: %d scripts, %d modules diversified in %d ways (%d of %d functions, %d variants), %d invalid"
                        + " ones survived; %d assertions, run %d times against diversified modules, %d differ; %d cannot"
                        + " run")
                .formatted(
                        results.size(),
                        sum(r -> r.subjects().diversified()),
                        ranges.ways(),
                        total(Manifest.Totals::diversified),
                        total(Manifest.Totals::functions),
                        total(Manifest.Totals::variants),
                        sum(r -> r.subjects().rejects()),
                        sum(Result::assertions),
                        sum(Result::executions),
                        sum(r -> r.failures().size()),
                        sum(r -> r.notRun().size()));
    }

    /** The summary, one line per script, the failures, and the commands that cannot run. */
    String text() {
        var text = new StringBuilder(summary())
                .append("\nEach way of diversifying counts its functions and variants again.\n\n");
        text.append("%-50s %9s %9s %9s %9s %9s %9s%n"
                .formatted("script", "modules", "functions", "variants", "asserted", "run", "not run"));
        for (Result result : results) {
            text.append("%-50s %9d %9d %9d %9d %9d %9d%n"
                    .formatted(
                            result.script().name(),
                            result.subjects().diversified(),
                            total(result, Manifest.Totals::functions),
                            total(result, Manifest.Totals::variants),
                            result.assertions(),
                            result.executions(),
                            result.notRun().size()));
        }
        append(text, "Failures", Result::failures);
        append(text, "Cannot run", Result::notRun);
        return text.toString();
    }

    private void append(StringBuilder text, String title, Function<Result, List<Problem>> problems) {
        text.append("%n%s:%n".formatted(title));
        results.stream()
                .flatMap(result -> problems.apply(result).stream())
                .forEach(problem -> text.append("%-50s %s%n".formatted(problem.place(), problem.what())));
    }

    private int sum(ToIntFunction<Result> number) {
        return results.stream().mapToInt(number).sum();
    }

    private int total(ToIntFunction<Manifest.Totals> number) {
        return sum(result -> total(result, number));
    }

    private static int total(Result result, ToIntFunction<Manifest.Totals> number) {
        return result.subjects().totals().stream().mapToInt(number).sum();
    }
}
