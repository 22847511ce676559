package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What multivariant binaries run on, with the settings that suit it where the user has none. What it accepts is what
 * {@link PlatformChecks} looks at.
 */
public enum Platform {
    /** Cloudflare Workers: V8, instantiated by a script. */
    WORKERS,
    /** Fastly Compute: Wasmtime, with WASI; no script. */
    FASTLY,
    /** A WASI runtime that is like Wasmtime. */
    WASI,
    /** Pages. */
    BROWSER,
    /** A Java program, with an engine like Chicory or Endive. */
    JVM;

    /** The platform's name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The platform with a name of a configuration. */
    public static Optional<Platform> named(String name) {
        return Arrays.stream(values())
                .filter(platform -> platform.configurationName().equals(name))
                .findFirst();
    }

    /** Whether a script instantiates modules, so that the {@linkplain LoaderModule ES module} can. */
    public boolean usesLoader() {
        return this == WORKERS || this == BROWSER;
    }

    /**
     * The randomness source for a module.
     *
     * @param hasWasi whether the module can have {@link RandomnessSource#WASI}
     */
    RandomnessSource randomness(boolean hasWasi) {
        return hasWasi && (this == FASTLY || this == WASI) ? RandomnessSource.WASI : RandomnessSource.EXPORT;
    }
}
