package io.github.mewe.engine;

/** Receives the progress of generation, from any thread but never concurrently. */
@FunctionalInterface
public interface Progress {
    /** Ignores the progress. */
    Progress SILENT = (done, total) -> {};

    /**
     * Receives the progress.
     *
     * @param done the number of finished functions
     * @param total the number of all functions
     */
    void functionsDone(int done, int total);
}
