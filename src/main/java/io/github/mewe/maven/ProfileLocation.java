package io.github.mewe.maven;

import io.github.mewe.common.FileStem;
import io.github.mewe.maven.InputFinder.Input;
import java.io.File;
import java.nio.file.Path;

/**
 * Where the profiles of modules are.
 *
 * @param configured the file, or the directory, that is configured; null for the directory of the sources
 * @param sources the directory of the sources
 */
record ProfileLocation(File configured, File sources) {
    private static final String EXTENSION = ".profile.json";

    /** The profile of a module: a file of that name in the directory, unless a file is configured. */
    Path of(Input module) {
        if (configured != null && !configured.isDirectory()) {
            return configured.toPath();
        }
        Path directory = (configured == null ? sources : configured).toPath();
        String relative = module.relative().toString();
        String stem = FileStem.of(relative);
        return directory.resolve(stem + EXTENSION);
    }

    /** Whether one file is configured, whatever the module. */
    boolean isOneFile() {
        return configured != null && !configured.isDirectory();
    }
}
