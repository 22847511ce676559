package io.github.mewe.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Installs the npm packages that {@code src/test/runtimes} pins: runtimes and toolchains for projects in
 * {@code src/it}.
 */
public final class Runtimes {
    private Runtimes() {}

    /**
     * Installs the packages of one folder of {@code src/test/runtimes} unless they are installed.
     *
     * @param basedir the directory of a project that the invoker builds
     * @param name the folder's name
     * @return the directory that contains {@code node_modules}
     * @throws IOException if the packages cannot be installed
     * @throws InterruptedException if this thread is interrupted
     */
    public static Path install(File basedir, String name) throws IOException, InterruptedException {
        Path script = repository(basedir).resolve("src/test/runtimes/install.sh");
        Process process = new ProcessBuilder("bash", script.toString(), name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(script + " " + name + " failed with exit code " + process.exitValue());
        }
        return Path.of(output.strip());
    }

    /** The root of this repository, for a project that the invoker builds in a directory below it. */
    public static Path repository(File basedir) {
        for (Path directory = basedir.toPath().toAbsolutePath(); directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve("src/test/runtimes"))) {
                return directory;
            }
        }
        throw new IllegalStateException(basedir + " is not below the root of the repository");
    }
}
