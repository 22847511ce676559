package io.github.mewe.engine;

import io.github.mewe.common.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Reads the plugin's version from the jar. */
public final class PluginVersion {
    private PluginVersion() {}

    public static String get() {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Resources.text(PluginVersion.class, "version.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
