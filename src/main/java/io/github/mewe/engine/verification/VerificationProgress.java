package io.github.mewe.engine.verification;

/** Receives the progress of a verification. May be called from several threads. */
@FunctionalInterface
public interface VerificationProgress {
    VerificationProgress SILENT = (what, done, total) -> {};

    /**
     * Reports progress.
     *
     * @param what the kind of work, as the start of a log line
     * @param done the number of finished items
     * @param total the number of all items
     */
    void done(String what, int done, int total);
}
