package io.github.mewe.maven;

import io.github.mewe.common.FileStem;
import io.github.mewe.engine.profiling.ProfileFiles;
import io.github.mewe.maven.InputFinder.Input;
import io.github.mewe.profile.RecordedProfile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Finds the profiles of modules.
 *
 * @param configured {@code <profile>}, a file or a directory; null for the default directory
 * @param defaultDirectory the directory to use without a configuration
 */
record ProfileLocation(File configured, File defaultDirectory) {
    private static final String EXTENSION = ".profile.json";

    /** The file of a module's profile, whether or not it exists. */
    Path of(Input module) {
        if (isOneFile()) {
            return configured.toPath();
        }
        Path directory = (configured == null ? defaultDirectory : configured).toPath();
        return directory.resolve(FileStem.of(module.relative().toString()) + EXTENSION);
    }

    /**
     * Reads the profile of a module.
     *
     * @return empty if there is no profile
     * @throws io.github.mewe.profile.ProfileException if the file is not a profile
     */
    Optional<RecordedProfile> read(Input module) throws IOException {
        Path file = of(module);
        return Files.isRegularFile(file) ? Optional.of(new ProfileFiles().read(file)) : Optional.empty();
    }

    /**
     * Checks the configured profile.
     *
     * @throws MojoFailureException if it does not exist, or is one file for several modules
     */
    void check(List<Input> modules) throws MojoFailureException {
        if (configured != null && !configured.exists()) {
            throw new MojoFailureException("the file " + configured
                    + " that <profile> (mewe.profile) names does not exist. Record it with the goal mewe:profile");
        }
        if (isOneFile() && modules.size() > 1) {
            throw new MojoFailureException("<profile> (mewe.profile) names the file " + configured + ", but there are "
                    + modules.size() + " modules. Name a directory that contains NAME.profile.json for each NAME.wasm");
        }
    }

    private boolean isOneFile() {
        return configured != null && !configured.isDirectory();
    }
}
