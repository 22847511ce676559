package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private final WorkerPool pool = WorkerPool.withStacks("test", 3, 1 << 20);

    @Test
    void processesEveryItemOnce() {
        var counts = new AtomicIntegerArray(1000);

        pool.forEach(counts.length(), counts::incrementAndGet);

        for (int i = 0; i < counts.length(); i++) {
            assertEquals(1, counts.get(i));
        }
    }

    @Test
    void opensAndClosesAWorkerForEachThread() {
        var opened = new AtomicInteger();
        var closed = new AtomicInteger();
        var all = new CountDownLatch(3);

        pool.run(3, isStopped -> {
            opened.incrementAndGet();
            return new WorkerPool.Worker() {
                @Override
                public void process(int item) {
                    all.countDown();
                    await(all);
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        });

        assertEquals(3, opened.get());
        assertEquals(3, closed.get());
    }

    @Test
    void startsNoThreadWithoutItems() {
        pool.run(0, isStopped -> {
            throw new AssertionError("a worker was opened");
        });
    }

    @Test
    void stopsAtTheFirstFailureAndRethrowsIt() {
        var failure = new IllegalArgumentException("item 5");
        var processed = new AtomicInteger();

        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> pool.forEach(1_000_000, item -> {
                    processed.incrementAndGet();
                    if (item == 5) {
                        throw failure;
                    }
                }));

        assertSame(failure, thrown);
        assertTrue(processed.get() < 1_000_000);
    }

    @Test
    void rethrowsErrors() {
        var error = new StackOverflowError();

        assertSame(
                error,
                assertThrows(
                        StackOverflowError.class,
                        () -> pool.forEach(1, item -> {
                            throw error;
                        })));
    }

    @Test
    void rethrowsWhatTheOpenerThrows() {
        var failure = new IllegalStateException("no worker");

        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> pool.run(2, isStopped -> {
                            throw failure;
                        })));
    }

    @Test
    void tellsWorkersOfAnInterruptAndWaitsForThem() {
        var ended = new AtomicInteger();
        Thread caller = Thread.currentThread();

        assertThrows(
                CancellationException.class,
                () -> pool.run(1, isStopped -> item -> {
                    caller.interrupt();
                    while (!isStopped.getAsBoolean()) {
                        Thread.onSpinWait();
                    }
                    ended.incrementAndGet();
                }));

        assertEquals(1, ended.get());
        assertTrue(Thread.interrupted());
    }

    @Test
    void deepPoolsHaveDeepThreads() {
        WorkerPool.deep("test", 1).forEach(1, item -> assertInstanceOf(DeepThread.class, Thread.currentThread()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
