package io.github.mewe.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops calls that take too long. Its thread ends by itself when there is nothing to watch. */
final class Watchdog {
    private static final long IDLE_SECONDS = 2;

    private final ScheduledThreadPoolExecutor watch;

    Watchdog() {
        watch = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "mewe-time-limit");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
    }

    /** Stops what is under way; called from another thread. */
    interface Brake {
        void stop();
    }

    /** One call that is watched: it is stopped while it is under way or not at all. */
    private static final class Call {
        private final Brake brake;
        private boolean isOver;
        private boolean isStopped;

        Call(Brake brake) {
            this.brake = brake;
        }

        synchronized void stop() {
            if (!isOver) {
                isStopped = true;
                brake.stop();
            }
        }

        synchronized boolean end() {
            isOver = true;
            return isStopped;
        }
    }

    /**
     * Does work.
     *
     * @param limit how long it may take
     * @param brake stops it
     * @param released makes good what the brake has done, so that it has no effect on what comes later
     * @param work the work; if it is stopped, what it gives or throws does not count
     */
    CallOutcome within(Optional<Duration> limit, Brake brake, Runnable released, Supplier<CallOutcome> work) {
        if (limit.isEmpty()) {
            return work.get();
        }
        var call = new Call(brake);
        ScheduledFuture<?> alarm = watch.schedule(call::stop, limit.get().toNanos(), TimeUnit.NANOSECONDS);
        CallOutcome outcome = null;
        RuntimeException failure = null;
        boolean isStopped;
        try {
            outcome = work.get();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            alarm.cancel(false);
            isStopped = call.end();
            if (isStopped) {
                released.run();
            }
        }
        if (isStopped) {
            return new CallOutcome.Stopped(
                    true, "it takes longer than " + limit.get().toMillis() / 1000.0 + " s");
        }
        if (failure != null) {
            throw failure;
        }
        return outcome;
    }
}
