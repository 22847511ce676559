package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The platforms that run multivariant binaries, with their default settings. {@link PlatformChecks} has their limits.
 */
public enum Platform {
    /** Cloudflare Workers: V8, instantiated by a script. */
    WORKERS,
    /** Fastly Compute: Wasmtime, with WASI; no script. */
    FASTLY,
    /** A WASI runtime such as Wasmtime. */
    WASI,
    /** Web pages. */
    BROWSER,
    /** A Java program with an engine such as Chicory or Endive. */
    JVM;

    /** The name in a POM. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a platform by its name in a POM. */
    public static Optional<Platform> named(String name) {
        return Arrays.stream(values())
                .filter(platform -> platform.configurationName().equals(name))
                .findFirst();
    }

    /** Returns true if a script instantiates modules and can use the {@linkplain LoaderModule loader}. */
    public boolean usesLoader() {
        return this == WORKERS || this == BROWSER;
    }

    /**
     * The default randomness source for a module.
     *
     * @param hasWasi true if the module can use {@link RandomnessSource#WASI}
     */
    RandomnessSource randomness(boolean hasWasi) {
        return hasWasi && (this == FASTLY || this == WASI) ? RandomnessSource.WASI : RandomnessSource.EXPORT;
    }
}
