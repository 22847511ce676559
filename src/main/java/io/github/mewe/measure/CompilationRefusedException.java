package io.github.mewe.measure;

/** Thrown if an engine does not compile a module, usually because it lacks a feature that the module uses. */
public final class CompilationRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the engine's message
     */
    public CompilationRefusedException(String message) {
        super(message);
    }
}
