package io.github.mewe.execution;

/**
 * What a host seeds an instance with.
 *
 * @param export the exported function that takes it
 * @param low the first half
 * @param high the second half
 */
public record HostSeed(String export, long low, long high) {
    /**
     * Seeds an instance.
     *
     * @throws IllegalStateException if it does not take it
     */
    public void plant(RunningModule running) {
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
