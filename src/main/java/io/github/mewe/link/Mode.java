package io.github.mewe.link;

/**
 * How calls of one function find the body that they run.
 *
 * @param dispatcher when the dispatcher chooses: {@link Granularity#CALL} or {@link Granularity#INSTANCE}
 * @param bound whether direct calls go past the dispatcher, to bodies that were chosen when linking
 * @param limit which bodies direct calls are bound to
 */
public record Mode(Granularity dispatcher, boolean bound, BodyLimit limit) {
    /** Refuses a dispatcher that chooses when linking: there would be nothing to dispatch. */
    public Mode {
        if (dispatcher == Granularity.BOUND) {
            throw new IllegalArgumentException("a dispatcher chooses at every call or once, not both");
        }
    }

    /** A mode in which any body may be called. */
    public Mode(Granularity dispatcher, boolean bound) {
        this(dispatcher, bound, BodyLimit.NONE);
    }

    /** The mode that a granularity stands for. */
    public static Mode of(Granularity granularity) {
        return granularity == Granularity.BOUND ? new Mode(Granularity.INSTANCE, true) : new Mode(granularity, false);
    }

    /** When direct calls choose. */
    public Granularity granularity() {
        return bound ? Granularity.BOUND : dispatcher;
    }
}
