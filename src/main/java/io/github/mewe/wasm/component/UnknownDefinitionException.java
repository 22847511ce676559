package io.github.mewe.wasm.component;

/** Thrown if a component has a definition of an unknown kind, whose size is therefore unknown, too. */
final class UnknownDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
