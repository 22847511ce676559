package io.github.mewe.bench;

import java.nio.file.Path;

/** The folders of a benchmark: for its scripts, its work files and its page. */
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

    /** The build directory. */
    public static Path target() {
        return file("target");
    }

    /**
     * The place of a page: the documentation for a complete page, the build directory for a partial one.
     *
     * @param name its name, without the suffix
     */
    public static Path page(String name, boolean complete) {
        return (complete ? file("docs/results") : target()).resolve(name + ".md");
    }
}
