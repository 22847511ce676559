package io.github.mewe.bench.generation;

import io.github.mewe.bench.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/** Writes the page on where generation spends its time, from recordings. */
final class ProfileCommand {
    private ProfileCommand() {}

    /**
     * Writes the page.
     *
     * @param recordings one file per module
     */
    public static void main(String[] recordings) throws IOException {
        var profiles = new ArrayList<GenerationProfile>();
        for (String recording : recordings) {
            profiles.add(GenerationProfile.read(Path.of(recording)));
        }
        new ProfilePage(profiles).page().write(ProjectFiles.page("generation-profile", true));
    }
}
