package io.github.mewe.engine;

/**
 * Searches for the most bytes that variants may add by estimate, so that the linked code stays within a limit. Sizes
 * are only estimates before linking, so each attempt corrects the number by the size of the encoded code.
 */
final class GrowthSearch {
    private static final int MOST_ATTEMPTS = 5;

    /** Linking again is worthwhile if at least this share of the limit is unused. */
    private static final double WORTHWHILE_SHARE = 0.001;

    private final double worthwhile;
    private long allowance;
    private long fitting = -1;
    private long exceeding = Long.MAX_VALUE / 2;
    private long cut;
    private int attempts;
    private boolean isDone;

    /**
     * Starts a search.
     *
     * @param limit the maximum bytes of the linked code
     * @param codeBytes the bytes of the input's code
     */
    GrowthSearch(long limit, long codeBytes) {
        this.worthwhile = limit * WORTHWHILE_SHARE;
        this.allowance = limit - codeBytes;
    }

    /** Returns true if another attempt is worthwhile. */
    boolean goesOn() {
        // Each cut is at least twice the previous one, so the search soon ends.
        return !isDone && (attempts < MOST_ATTEMPTS || !hasFitted() && allowance > 0);
    }

    /** The bytes that the next attempt may add by estimate. */
    long allowance() {
        return allowance;
    }

    /**
     * The attempt stayed within the limit.
     *
     * @param room the bytes up to the limit
     */
    void fitted(long room) {
        attempts++;
        fitting = allowance;
        // Variants are often a little larger than estimated.
        goTo(allowance + room - room / 8);
        isDone |= room < worthwhile;
    }

    /**
     * The attempt exceeded the limit.
     *
     * @param excess the bytes beyond the limit
     */
    void exceeded(long excess) {
        attempts++;
        exceeding = allowance;
        if (hasFitted()) {
            goTo(exceeding);
        } else {
            // A small cut may leave the selection of variants unchanged.
            cut = Math.max(64 + excess + excess / 4, 2 * cut);
            allowance = Math.max(0, allowance - cut);
        }
    }

    private boolean hasFitted() {
        return fitting >= 0;
    }

    private void goTo(long wanted) {
        allowance = Math.min(wanted, (fitting + exceeding) / 2);
        isDone = exceeding - fitting < worthwhile;
    }
}
