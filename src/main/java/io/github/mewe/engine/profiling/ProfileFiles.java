package io.github.mewe.engine.profiling;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.ProfileFile;
import io.github.mewe.profile.RecordedProfile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes profiles, counts and instrumented modules. */
public final class ProfileFiles {
    private final ProfileFile format = new ProfileFile();

    /**
     * Reads a profile.
     *
     * @throws ProfileException if the file is not a profile; the message names the file
     * @throws IOException if it cannot be read
     */
    public RecordedProfile read(Path file) throws IOException {
        try {
            return format.parse(readText(file));
        } catch (ProfileException e) {
            throw new ProfileException(
                    file + " is not a profile: " + e.getMessage()
                            + ". Record it again with the goal mewe:profile, or name another file with <profile> (mewe.profile)");
        }
    }

    /**
     * Reads a text file.
     *
     * @throws ProfileException if the file is not UTF-8 text
     * @throws IOException if it cannot be read
     */
    public String readText(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ProfileException("it is not UTF-8 text");
        }
    }

    /** Writes a profile. */
    public void write(Path file, RecordedProfile profile) throws IOException {
        AtomicFile.write(file, format.format(profile).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes an instrumented module. */
    public void writeModule(Path file, byte[] module) throws IOException {
        AtomicFile.write(file, module);
    }
}
