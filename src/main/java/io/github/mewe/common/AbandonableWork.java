package io.github.mewe.common;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs work that may take too long and has no way to end early. */
public final class AbandonableWork {
    private AbandonableWork() {}

    /**
     * Runs work on a new {@linkplain DeepThread deep thread} and waits for its result. Rethrows what the work throws.
     * Work that exceeds the limit is interrupted and abandoned: it may go on in the background, so it must own whatever
     * it uses.
     *
     * @return empty if the work exceeded the limit
     * @throws CancellationException if the current thread was interrupted
     */
    public static <T> Optional<T> within(Duration limit, Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        var thread = new DeepThread(task, "mewe-abandonable");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            task.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
