package io.github.mewe.engine.verification;

import java.time.Duration;

/** A point in time by which work has to end. */
final class Deadline {
    /** The reason of whatever a deadline cut off. */
    static final String OVER = "the time for verification, <verify><timeSeconds> (mewe.verify.timeSeconds), was over";

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    Deadline earlier(Duration by) {
        return new Deadline(end - by.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** The remaining time, not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
