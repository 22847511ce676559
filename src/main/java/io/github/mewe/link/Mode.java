package io.github.mewe.link;

import io.github.mewe.profile.FunctionLoad;

/**
 * The way in which calls of one function choose a body.
 *
 * @param dispatcher when the dispatcher chooses: anything but {@link Granularity#BOUND}
 * @param boundShare the share of the calling bodies whose direct calls bypass the dispatcher and call bodies chosen at
 *     link time; below 1, at least one calling body calls the dispatcher
 * @param limit the bodies that direct calls are bound to; a paced dispatcher that serves the other direct calls rarely
 *     chooses the others
 * @param pace how often a paced dispatcher draws
 */
public record Mode(Granularity dispatcher, double boundShare, BodyLimit limit, Pace pace) {
    /** Rejects a dispatcher that chooses at link time, since it would have no choice to make. */
    public Mode {
        if (dispatcher == Granularity.BOUND) {
            throw new IllegalArgumentException("a dispatcher cannot choose at link time");
        }
        if (!(boundShare >= 0 && boundShare <= 1)) {
            throw new IllegalArgumentException("not a share: " + boundShare);
        }
    }

    /** The mode for a granularity. */
    public static Mode of(Granularity granularity) {
        return granularity == Granularity.BOUND
                ? new Mode(Granularity.INSTANCE, 1, BodyLimit.NONE, Pace.DEFAULT)
                : new Mode(granularity, 0, BodyLimit.NONE, Pace.DEFAULT);
    }

    /** The mode with direct calls bound to some bodies. */
    Mode bound(BodyLimit bodies) {
        return new Mode(dispatcher, boundShare, bodies, pace);
    }

    /** The mode with another share of bound calling bodies. */
    Mode bound(double share) {
        return new Mode(dispatcher, share, limit, pace);
    }

    /** The mode with a dispatcher that serves all calls. */
    Mode dispatched(Granularity granularity) {
        return new Mode(granularity, 0, BodyLimit.NONE, pace);
    }

    /** The mode with another dispatcher. */
    Mode choosing(Granularity granularity) {
        return new Mode(granularity, boundShare, limit, pace);
    }

    /** The mode with another pace. */
    Mode at(Pace other) {
        return new Mode(dispatcher, boundShare, limit, other);
    }

    /** Returns true if any direct calls are bound. */
    public boolean isBound() {
        return boundShare > 0;
    }

    /** The granularity of direct calls: {@link Granularity#BOUND} only if all of them are bound. */
    public Granularity granularity() {
        return boundShare == 1 ? Granularity.BOUND : dispatcher;
    }

    /**
     * The expected number of draws in an instance.
     *
     * @param load the calls of the function
     */
    public double draws(FunctionLoad load) {
        double calls = load.indirectCalls() + (1 - boundShare) * load.directCalls();
        return switch (dispatcher) {
            case CALL -> calls;
            case PACED -> pace.draws(calls);
            default -> Math.min(1, calls);
        };
    }
}
