package io.github.mewe.engine.verification;

/** Hears how far a verification is. Called from any thread, one at a time. */
@FunctionalInterface
public interface VerificationProgress {
    /** A listener that does nothing. */
    VerificationProgress SILENT = (what, done, total) -> {};

    /**
     * Something is done.
     *
     * @param what what there is to do
     * @param done how much of it
     * @param total of how much
     */
    void done(String what, int done, int total);
}
