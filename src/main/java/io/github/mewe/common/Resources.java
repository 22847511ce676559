package io.github.mewe.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the resources that ship in the jar. */
public final class Resources {
    private Resources() {}

    /**
     * Reads a resource.
     *
     * @param owner the class that the name is relative to, as in {@link Class#getResourceAsStream(String)}
     * @throws IllegalStateException if there is no such resource
     */
    public static byte[] bytes(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The plugin's jar lacks the resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + name + " of the plugin's jar", e);
        }
    }

    /** Reads a resource as {@link #bytes} does, and decodes it as UTF-8. */
    public static String text(Class<?> owner, String name) {
        return new String(bytes(owner, name), StandardCharsets.UTF_8);
    }
}
