package io.github.mewe.common;

import java.util.function.Supplier;

/**
 * A library that users may add to the plugin's dependencies. Code that refers to its classes must run inside
 * {@link #use}.
 *
 * @param name the library's name, for messages
 * @param className a class of the library
 */
public record OptionalLibrary(String name, String className) {
    /**
     * Returns true if the library is on the class path. It need not work: its native code may be for other platforms.
     */
    public boolean isPresent() {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Runs work that uses the library.
     *
     * @throws UnusableLibraryException if the library or its native code cannot be loaded
     */
    public <T> T use(Supplier<T> work) {
        try {
            return work.get();
        } catch (LinkageError e) {
            throw new UnusableLibraryException(name, e);
        }
    }
}
