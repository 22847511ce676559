package io.github.mewe.link;

/**
 * The form of dispatchers and the visibility of their choices.
 *
 * @param shape how dispatchers call the chosen body
 * @param trace where dispatchers report their choices
 * @param forceable true if the host can override choices through the export {@code mewe_force}
 */
public record DispatchOptions(DispatchShape shape, ChoiceTrace trace, boolean forceable) {
    /** The default options. */
    public static final DispatchOptions DEFAULT = new DispatchOptions(DispatchShape.SWITCH, ChoiceTrace.NONE, false);

    /** The same options with another shape. */
    public DispatchOptions withShape(DispatchShape other) {
        return new DispatchOptions(other, trace, forceable);
    }

    /** The same options without tracing and forcing. */
    public DispatchOptions unobserved() {
        return new DispatchOptions(shape, ChoiceTrace.NONE, false);
    }
}
