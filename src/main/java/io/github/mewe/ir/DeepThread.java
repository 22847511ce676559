package io.github.mewe.ir;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A thread on which code can be walked recursively however deeply it is nested, in Java and in native code, where an
 * overflow of the stack would end the JVM. Only the pages of the stack that are touched are ever used.
 */
public final class DeepThread extends Thread {
    private static final long STACK_BYTES = 512L << 20;

    /**
     * A thread that is not started yet.
     *
     * @param task what it does
     * @param name its name
     */
    public DeepThread(Runnable task, String name) {
        super(null, task, name, STACK_BYTES);
    }

    /**
     * Does work on such a thread: this one, if it is, or else a new one.
     *
     * @param work the work; what it throws is thrown here
     * @return what the work gives
     */
    public static <T> T call(Supplier<T> work) {
        if (Thread.currentThread() instanceof DeepThread) {
            return work.get();
        }
        var task = new FutureTask<>(work::get);
        new DeepThread(task, "mewe-deep").start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // The work uses native memory that the caller may free: it must end first.
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
