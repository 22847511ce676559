package io.github.mewe.execution;

/**
 * The seed that a host passes to an instance.
 *
 * @param export the exported function that accepts the seed
 */
public record HostSeed(String export, long low, long high) {
    /**
     * Seeds an instance.
     *
     * @throws IllegalStateException if the export does not return normally
     */
    public void applyTo(RunningModule running) {
        CallOutcome outcome = running.call(export, low, high);
        if (!(outcome instanceof CallOutcome.Returned)) {
            throw new IllegalStateException(export + " " + outcome);
        }
    }

    @Override
    public String toString() {
        return export + "(0x" + Long.toHexString(low) + ", 0x" + Long.toHexString(high) + ")";
    }
}
