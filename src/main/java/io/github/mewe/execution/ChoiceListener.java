package io.github.mewe.execution;

/** Receives the choices that a module reports to the import {@code mewe.trace}. */
@FunctionalInterface
public interface ChoiceListener {
    /** Ignores all choices. */
    ChoiceListener NONE = (dispatcher, body) -> {};

    /**
     * Receives a choice.
     *
     * @param dispatcher the dispatcher's number
     * @param body the body's number; 0 is the original
     */
    void chosen(int dispatcher, int body);
}
