package io.github.mewe.common;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The plugin's directory in the user's cache. Everything in it can be made again. */
public final class UserCache {
    private UserCache() {}

    /** The directory, which need not exist; empty if the user has none. */
    public static Optional<Path> directory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home");
        if (cache != null && !cache.isBlank()) {
            return Optional.of(Path.of(cache, "mewe-maven-plugin").toAbsolutePath());
        }
        return home == null || home.isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(home, ".cache", "mewe-maven-plugin").toAbsolutePath());
    }

    /**
     * A directory below it for files of one kind; empty if it should not be created, because the home directory does
     * not exist, as in some containers.
     */
    public static Optional<Path> directory(String kind) {
        return directory()
                .filter(cache -> Files.isDirectory(cache.getParent().getParent()))
                .map(cache -> cache.resolve(kind));
    }
}
