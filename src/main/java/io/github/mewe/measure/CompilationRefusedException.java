package io.github.mewe.measure;

/** An engine does not compile a module, most often because it lacks a feature that the module uses. */
public final class CompilationRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what the engine said
     */
    public CompilationRefusedException(String message) {
        super(message);
    }
}
