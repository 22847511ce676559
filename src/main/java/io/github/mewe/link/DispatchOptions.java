package io.github.mewe.link;

/**
 * What dispatchers look like, and how much of their choices shows.
 *
 * @param shape how they hand calls over
 * @param trace where they report their choices to
 * @param forceable whether the host can choose in their place, through the export {@code mewe_force}
 */
public record DispatchOptions(DispatchShape shape, ChoiceTrace trace, boolean forceable) {
    /** What is meant when nothing is said. */
    public static final DispatchOptions DEFAULT = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.NONE, false);

    /** The same with another shape. */
    public DispatchOptions withShape(DispatchShape other) {
        return new DispatchOptions(other, trace, forceable);
    }

    /** The same for choices that nobody sees or forces. */
    public DispatchOptions unobserved() {
        return new DispatchOptions(shape, ChoiceTrace.NONE, false);
    }
}
