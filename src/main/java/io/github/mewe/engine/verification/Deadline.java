package io.github.mewe.engine.verification;

import java.time.Duration;

/** When work has to end. */
final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** A deadline from now on. */
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** An earlier deadline. */
    Deadline earlier(Duration by) {
        return new Deadline(end - by.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** The time that is left, not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
