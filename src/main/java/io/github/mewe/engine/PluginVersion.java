package io.github.mewe.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the jar. */
public final class PluginVersion {
    private PluginVersion() {}

    public static String get() {
        var properties = new Properties();
        try (var in = PluginVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
