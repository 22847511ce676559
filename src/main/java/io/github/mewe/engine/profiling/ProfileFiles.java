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

/** Profiles, and what they are made of, as files. */
public final class ProfileFiles {
    private final ProfileFile format = new ProfileFile();

    /**
     * Reads a profile.
     *
     * @throws ProfileException if the file is none; the message names it
     * @throws IOException if it cannot be read
     */
    public RecordedProfile read(Path file) throws IOException {
        try {
            return format.parse(readText(file));
        } catch (ProfileException e) {
            throw new ProfileException(file + " is no profile: " + e.getMessage());
        }
    }

    /**
     * Reads a text file.
     *
     * @throws ProfileException if its bytes are no text
     * @throws IOException if it cannot be read
     */
    public String readText(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ProfileException("it is not text in UTF-8");
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
