package io.github.mewe.common;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A thread with a stack large enough to walk deeply nested code recursively, both in Java and in native code, where a
 * stack overflow would kill the JVM. The operating system commits stack pages only when they are touched.
 */
public final class DeepThread extends Thread {
    private static final long STACK_BYTES = 512L << 20;

    /** Creates a thread that has not been started. */
    public DeepThread(Runnable task, String name) {
        super(null, task, name, STACK_BYTES);
    }

    /**
     * Runs work on the current thread if that is a {@code DeepThread}, otherwise on a new one, and waits for its
     * result. Rethrows what the work throws.
     */
    public static <T> T call(Supplier<T> work) {
        return Thread.currentThread() instanceof DeepThread
                ? work.get()
                : start(work).get();
    }

    /**
     * Starts work on a new {@code DeepThread}.
     *
     * @return waits for the end of the work, and returns its result or rethrows what it throws
     */
    public static <T> Supplier<T> start(Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        new DeepThread(task, "mewe-deep").start();
        return () -> await(task);
    }

    private static <T> T await(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // The work may use native memory that the caller frees, so it must end first.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
