package io.github.mewe.variant.structure;

import java.util.function.Supplier;

/**
 * A value that is computed when it is first needed. Most transformations find no site in most functions, and then never
 * need what they know about the whole function.
 */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> source;
    private T value;

    Lazy(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }
}
