package io.github.mewe.bench;

import java.nio.file.Path;

/** Where a benchmark finds its scripts, works, and writes its page. */
public final class ProjectFiles {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath().normalize();

    private ProjectFiles() {}

    /** A file below the project's directory. */
    public static Path file(String path) {
        return BASE.resolve(path);
    }

    /** A file of the benchmarks, below {@code src/bench}. */
    public static Path script(String path) {
        return file("src/bench").resolve(path);
    }

    /** The build directory, which also takes the native library. */
    public static Path target() {
        return file("target");
    }

    /**
     * Where a page goes: a complete one into the documentation, a partial one into the build directory.
     *
     * @param name its name, without the suffix
     */
    public static Path page(String name, boolean complete) {
        return (complete ? file("docs/results") : target()).resolve(name + ".md");
    }
}
