package io.github.mewe.execution;

/** Hears of the choices of a module that reports them to the import {@code mewe.trace}. */
@FunctionalInterface
public interface ChoiceListener {
    /** Hears nothing. */
    ChoiceListener NONE = (dispatcher, body) -> {};

    /**
     * A dispatcher has chosen.
     *
     * @param dispatcher its number
     * @param body the number of the body; 0 is the original
     */
    void chosen(int dispatcher, int body);
}
