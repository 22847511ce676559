package io.github.mewe.maven;

import io.github.mewe.engine.Progress;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Logs the progress of generation every few seconds. */
final class LoggedProgress implements Progress {
    private static final long INTERVAL_NANOS = 4_000_000_000L;

    private final Log log;
    private long last = System.nanoTime();

    LoggedProgress(Log log) {
        this.log = log;
    }

    @Override
    public synchronized void functionsDone(int done, int total) {
        long now = System.nanoTime();
        if (now - last >= INTERVAL_NANOS) {
            last = now;
            log.info(String.format(Locale.ROOT, "  %d of %d functions (%d %%)", done, total, 100L * done / total));
        }
    }
}
