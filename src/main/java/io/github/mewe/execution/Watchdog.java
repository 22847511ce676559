package io.github.mewe.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops calls that exceed their time limit. Its thread ends when idle. */
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

    /** Stops a running call from another thread. */
    interface Brake {
        void stop();
    }

    /** A watched call, which is stopped while it runs or not at all. */
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
     * Makes a call within a time limit.
     *
     * @param limit the time limit, if any
     * @param brake stops the call
     * @param released undoes the brake's effect, so that it does not affect later calls
     * @param work the call; if it is stopped, its outcome or exception is discarded
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
                    true, "the time limit of " + limit.get().toMillis() / 1000.0 + " s is over");
        }
        if (failure != null) {
            throw failure;
        }
        return outcome;
    }
}
