package io.github.mewe.maven;

import io.github.mewe.engine.verification.VerificationProgress;
import org.apache.maven.plugin.logging.Log;

/** Logs the progress of a verification every few seconds. */
final class LoggedVerification implements VerificationProgress {
    private static final long INTERVAL_NANOS = 4_000_000_000L;

    private final Log log;
    private long last = System.nanoTime();

    LoggedVerification(Log log) {
        this.log = log;
    }

    @Override
    public synchronized void done(String what, int done, int total) {
        long now = System.nanoTime();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            log.info("  " + what + ": " + done + " of " + total);
        }
    }
}
