package io.github.mewe.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Runs jobs on several threads. A job is a number of items; each thread takes the next item as soon as it is free. When
 * a job returns or throws, all its threads have ended, so that the caller may free native memory they used.
 */
public final class WorkerPool {
    private final int threads;
    private final ThreadFactory factory;

    private WorkerPool(int threads, ThreadFactory factory) {
        this.threads = threads;
        this.factory = factory;
    }

    /** A pool whose threads are {@linkplain DeepThread deep}. */
    public static WorkerPool deep(String threadName, int threads) {
        return new WorkerPool(threads, task -> new DeepThread(task, threadName));
    }

    /** A pool whose threads have stacks of a given size. */
    public static WorkerPool withStacks(String threadName, int threads, long stackBytes) {
        return new WorkerPool(threads, task -> new Thread(null, task, threadName, stackBytes));
    }

    /** Processes items on one thread. */
    @FunctionalInterface
    public interface Worker extends AutoCloseable {
        /** Processes the item with a number, counted from 0. */
        void process(int item);

        @Override
        default void close() {}
    }

    /** Opens a worker. */
    @FunctionalInterface
    public interface WorkerOpener {
        /**
         * Opens the worker of the current thread, which closes it after its last item.
         *
         * @param isStopped becomes true when the job has failed or was interrupted; a worker may then end its item
         *     early
         */
        Worker open(BooleanSupplier isStopped);
    }

    /**
     * Processes every item. After a failure no further item is started.
     *
     * @throws RuntimeException the first exception of any worker, as it was thrown; an {@link Error} likewise
     * @throws CancellationException if the current thread was interrupted
     */
    public void forEach(int items, IntConsumer work) {
        run(items, isStopped -> work::accept);
    }

    /**
     * Processes every item as {@link #forEach} does, with a worker for each thread.
     *
     * @throws RuntimeException the first exception of any worker, as it was thrown; an {@link Error} likewise
     * @throws CancellationException if the current thread was interrupted
     */
    public void run(int items, WorkerOpener opener) {
        var next = new AtomicInteger();
        var failure = new AtomicReference<Throwable>();
        Runnable work = () -> {
            try (Worker worker = opener.open(() -> failure.get() != null)) {
                for (int item = next.getAndIncrement();
                        item < items && failure.get() == null;
                        item = next.getAndIncrement()) {
                    worker.process(item);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
        boolean interrupted = false;
        for (Thread thread : start(Math.min(threads, items), work, failure)) {
            interrupted |= awaitEnd(thread, failure);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() instanceof Error error) {
            throw error;
        }
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private List<Thread> start(int count, Runnable work, AtomicReference<Throwable> failure) {
        var started = new ArrayList<Thread>();
        try {
            for (int i = 0; i < count; i++) {
                Thread thread = factory.newThread(work);
                thread.start();
                started.add(thread);
            }
        } catch (OutOfMemoryError e) {
            failure.compareAndSet(null, e);
        }
        return started;
    }

    /** Waits for the end of a thread even if interrupted, and returns whether it was. */
    private static boolean awaitEnd(Thread thread, AtomicReference<Throwable> failure) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                failure.compareAndSet(null, new CancellationException("interrupted"));
            }
        }
        return interrupted;
    }
}
