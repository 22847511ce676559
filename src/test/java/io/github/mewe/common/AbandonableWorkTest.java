package io.github.mewe.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AbandonableWorkTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void returnsTheResult() {
        assertEquals(Optional.of("done"), AbandonableWork.within(LONG, () -> "done"));
    }

    @Test
    void rethrowsExceptionsAndErrors() {
        var exception = new IllegalStateException();
        assertEquals(
                exception,
                assertThrows(
                        IllegalStateException.class,
                        () -> AbandonableWork.within(LONG, () -> {
                            throw exception;
                        })));
        var error = new LinkageError();
        assertEquals(
                error,
                assertThrows(
                        LinkageError.class,
                        () -> AbandonableWork.within(LONG, () -> {
                            throw error;
                        })));
    }

    @Test
    void abandonsAndInterruptsWorkThatExceedsTheLimit() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        Optional<Object> result = AbandonableWork.within(Duration.ofMillis(50), () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "late";
        });
        assertEquals(Optional.empty(), result);
        assertTrue(interrupted.await(1, TimeUnit.MINUTES));
    }

    @Test
    void endsIfTheCallerIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> AbandonableWork.within(LONG, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "";
                }));
        assertTrue(Thread.interrupted());
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
