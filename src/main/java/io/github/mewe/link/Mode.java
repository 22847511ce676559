package io.github.mewe.link;

/**
 * The way in which calls of one function choose a body.
 *
 * @param dispatcher when the dispatcher chooses: {@link Granularity#CALL} or {@link Granularity#INSTANCE}
 * @param bound true if direct calls bypass the dispatcher and call bodies chosen at link time
 * @param limit the bodies that direct calls are bound to
 */
public record Mode(Granularity dispatcher, boolean bound, BodyLimit limit) {
    /** Rejects a dispatcher that chooses at link time, since it would have no choice to make. */
    public Mode {
        if (dispatcher == Granularity.BOUND) {
            throw new IllegalArgumentException("a dispatcher cannot choose at link time");
        }
    }

    /** A mode without a limit on the bodies. */
    public Mode(Granularity dispatcher, boolean bound) {
        this(dispatcher, bound, BodyLimit.NONE);
    }

    /** The mode for a granularity. */
    public static Mode of(Granularity granularity) {
        return granularity == Granularity.BOUND ? new Mode(Granularity.INSTANCE, true) : new Mode(granularity, false);
    }

    /** The granularity of direct calls. */
    public Granularity granularity() {
        return bound ? Granularity.BOUND : dispatcher;
    }
}
