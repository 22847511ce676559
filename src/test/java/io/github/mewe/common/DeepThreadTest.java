package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeepThreadTest {
    @Test
    void recursesDeeply() {
        assertEquals(500_000, DeepThread.<Integer>call(() -> depth(500_000)));
    }

    @Test
    void startedWorkRunsBesideTheCaller() {
        var isWaiting = new CountDownLatch(1);
        Supplier<Thread> started = DeepThread.start(() -> {
            try {
                isWaiting.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Thread.currentThread();
        });
        isWaiting.countDown();

        assertInstanceOf(DeepThread.class, started.get());
        assertSame(started.get(), started.get());
    }

    @Test
    void startedWorkRethrowsEachTime() {
        var exception = new IllegalArgumentException();
        Supplier<Object> started = DeepThread.start(() -> {
            throw exception;
        });

        for (int i = 0; i < 2; i++) {
            assertSame(exception, assertThrows(IllegalArgumentException.class, started::get));
        }
    }

    @Test
    void nestedCallsShareOneThread() {
        Thread[] threads = DeepThread.call(
                () -> new Thread[] {Thread.currentThread(), DeepThread.call(() -> Thread.currentThread())});

        assertInstanceOf(DeepThread.class, threads[0]);
        assertNotSame(Thread.currentThread(), threads[0]);
        assertSame(threads[0], threads[1]);
    }

    @Test
    void rethrowsExceptionsAndErrors() {
        var exception = new IllegalArgumentException();
        var error = new AssertionError();

        assertSame(
                exception,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DeepThread.call(() -> {
                            throw exception;
                        })));
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () -> DeepThread.call(() -> {
                            throw error;
                        })));
    }

    @Test
    void keepsTheInterruptOfItsCaller() {
        Thread.currentThread().interrupt();

        int result = DeepThread.call(() -> 1);

        assertEquals(1, result);
        assertTrue(Thread.interrupted());
    }

    private static int depth(int levels) {
        return levels == 0 ? 0 : 1 + depth(levels - 1);
    }
}
