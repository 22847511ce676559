package io.github.mewe.engine.verification;

import io.github.mewe.execution.RunPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run that a test case reproduces.
 *
 * @param stem the start of the test case's file name
 * @param text a description for the report
 * @param plan the calls of a run in an engine; empty for a driver
 * @param driver the Node script that makes the run; empty for a run in an engine
 */
record ReproducedRun(String stem, String text, RunPlan plan, Optional<Path> driver) {
    static ReproducedRun of(RunPlan plan) {
        return new ReproducedRun("run-", plan.toString(), plan, Optional.empty());
    }

    static ReproducedRun of(Path driver) {
        return new ReproducedRun(
                "driver-",
                "driver " + driver.getFileName(),
                new RunPlan(Optional.empty(), List.of()),
                Optional.of(driver));
    }
}
