package io.github.mewe.equivalence.validation;

import com.microsoft.z3.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a solver's context when its query takes too long. The solver's own time limit does not cover all of its
 * work, for example the simplification of terms.
 */
final class QueryAlarm implements AutoCloseable {
    private static final long AGAIN_MILLIS = 50;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "mewe-proof-limit");
        thread.setDaemon(true);
        return thread;
    });

    private final Context context;
    private final ScheduledFuture<?> ringing;
    private boolean isClosed;

    /**
     * Starts the time.
     *
     * @param context a context that stays open until the alarm is closed
     */
    QueryAlarm(Context context, Duration limit) {
        this.context = context;
        // Again and again, because an interrupt has no effect between two operations of the solver.
        this.ringing = CLOCK.scheduleAtFixedRate(this::ring, limit.toMillis(), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void ring() {
        if (!isClosed) {
            context.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        ringing.cancel(false);
    }
}
