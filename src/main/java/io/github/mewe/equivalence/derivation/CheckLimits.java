package io.github.mewe.equivalence.derivation;

/**
 * The effort of one comparison. A comparison that would exceed it ends without a proof.
 *
 * @param bodyNodes the size up to which bodies, or the parts in which they differ, are compared
 * @param values the number of values in the states of both bodies
 * @param diagramNodes the nodes of all decision diagrams together
 */
public record CheckLimits(int bodyNodes, int values, int diagramNodes) {
    /** For builds. */
    public static final CheckLimits IN_BUILD = new CheckLimits(400, 8000, 20_000);

    /** For verification. */
    public static final CheckLimits IN_VERIFICATION = new CheckLimits(2000, 40_000, 40_000);

    /** For single comparisons. */
    static final CheckLimits HIGH = new CheckLimits(30_000, 400_000, 50_000);
}
