package io.github.mewe.engine;

/** Hears how far the work is. Called from any thread, one at a time. */
@FunctionalInterface
public interface Progress {
    /** A listener that does nothing. */
    Progress SILENT = (done, total) -> {};

    /**
     * Some functions are done.
     *
     * @param done how many
     * @param total of how many
     */
    void functionsDone(int done, int total);
}
