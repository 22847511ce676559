package io.github.mewe.maven;

import io.github.mewe.engine.measurement.FileMeasurer;
import io.github.mewe.report.Measurement;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Prints the results of the goal {@code measure}. */
final class MeasurementLog {
    private final Log log;

    MeasurementLog(Log log) {
        this.log = log;
    }

    void report(FileMeasurer.Outcome outcome) {
        Measurement measurement = outcome.measurement();
        Measurement.Statics statics = measurement.statics();
        info(
                "%s: %d of %d eligible functions have variants, %d variants, %d distinct%s",
                measurement.binary(),
                statics.diversifiedEligible(),
                statics.eligible(),
                statics.variants(),
                statics.distinct(),
                statics.machineCode() == null
                        ? ""
                        : ", " + statics.machineCode().distinct() + " in machine code");
        for (Measurement.Dynamics run : measurement.dynamics()) {
            if (run.failure() != null) {
                log.warn(run.invocation() + " could not be measured: " + run.failure());
            } else {
                info(
                        "%s: %d runs, unique traces (R) %.3f, entropy (E) %.3f of at most %.3f, %.0f choices per run",
                        run.invocation(),
                        run.runs(),
                        run.uniqueRatio(),
                        run.entropy(),
                        run.ceiling(),
                        run.choices().mean());
            }
        }
        for (Measurement.Times times : measurement.times()) {
            if (times.failure() != null) {
                log.warn(times.invocation() + " could not be timed: " + times.failure());
            } else {
                info(
                        "%s: run time x%.2f on %s (95 %% confidence: x%.2f to x%.2f)",
                        times.invocation(), times.ratio(), times.engine(), times.low(), times.high());
            }
        }
        if (measurement.dynamics().isEmpty()) {
            log.info("No run measured: configure <invocations> or <start>");
        }
        log.info("Measurement: " + outcome.report());
    }

    private void info(String format, Object... values) {
        log.info(String.format(Locale.ROOT, format, values));
    }
}
