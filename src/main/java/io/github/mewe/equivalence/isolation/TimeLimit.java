package io.github.mewe.equivalence.isolation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends a comparison in time: interrupts its threads, since a run in the embedded engine ends when interrupted. */
final class TimeLimit implements AutoCloseable {
    private final Optional<ScheduledExecutorService> alarm;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    /** Starts the time. */
    TimeLimit(Optional<Duration> time) {
        alarm = time.map(limit -> {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "mewe-isolation-limit");
                thread.setDaemon(true);
                return thread;
            });
            executor.schedule(this::end, limit.toNanos(), TimeUnit.NANOSECONDS);
            return executor;
        });
    }

    boolean isOver() {
        return isOver;
    }

    /** Interrupts the current thread when the time is over. */
    synchronized void interruptCurrentThread() {
        threads.add(Thread.currentThread());
        if (isOver) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        isOver = true;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public void close() {
        alarm.ifPresent(ScheduledExecutorService::shutdownNow);
    }
}
