package io.github.mewe.link;

/**
 * The frequency of a paced dispatcher's draws. The first {@value #FIRST_DRAWS} calls of an instance all draw. Then each
 * draw is followed by a random number of calls that keep the choice. Their mean doubles with every draw, up to a limit.
 *
 * @param lastPhase the phase in which the intervals stop growing, from 0 to {@value #MAX_PHASE}; in phases from
 *     {@value #FIRST_DRAWS} on, an interval is uniformly distributed from 1 to 2<sup>phase - 7</sup>
 */
public record Pace(int lastPhase) {
    /** The number of calls that all draw. */
    static final int FIRST_DRAWS = 8;

    /** The highest phase: an interval has 14 random bits. */
    static final int MAX_PHASE = 21;

    /** The pace of functions whose cost is unknown. */
    public static final Pace DEFAULT = atLeast(64);

    /** Rejects phases that the state of a dispatcher cannot hold. */
    public Pace {
        if (lastPhase < 0 || lastPhase > MAX_PHASE) {
            throw new IllegalArgumentException("not a phase: " + lastPhase);
        }
    }

    /**
     * The fastest pace with a given mean interval in the long run.
     *
     * @param interval the mean number of calls from one draw to the next
     */
    static Pace atLeast(double interval) {
        int phase = 0;
        while (phase < MAX_PHASE && mean(phase) < interval) {
            phase++;
        }
        return new Pace(phase);
    }

    /** The mean number of calls from one draw to the next in the long run. */
    public double interval() {
        return mean(lastPhase);
    }

    private static double mean(int phase) {
        return phase < FIRST_DRAWS ? 1 : (1 + Math.scalb(1.0, phase - FIRST_DRAWS + 1)) / 2;
    }

    /**
     * The expected number of draws.
     *
     * @param calls the number of calls of the dispatcher in an instance
     */
    double draws(double calls) {
        double left = calls;
        double draws = 0;
        for (int phase = 0; phase < lastPhase; phase++) {
            double mean = mean(phase);
            if (left <= mean) {
                return draws + left / mean;
            }
            left -= mean;
            draws++;
        }
        return draws + left / interval();
    }
}
