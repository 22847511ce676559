package io.github.mewe.bench.generation;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Requests;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.fork.ForkedDiversifier;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;

/** Records generations, and writes the page on where they spend their time. */
final class ProfileCommand {
    private static final List<String> MODULES = List.of("sqlite", "brotli", "resvg");

    private ProfileCommand() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RealModules.fetch(MODULES);
        var profiles = new ArrayList<GenerationProfile>();
        for (String module : MODULES) {
            profiles.add(GenerationProfile.read(recorded(module)));
        }
        new ProfilePage(profiles).page().write(ProjectFiles.page("generation-profile", true));
    }

    private static Path recorded(String module) throws IOException, InterruptedException {
        Path directory = ProjectFiles.target().resolve("generation");
        Path cache = directory.resolve("cache");
        FileUtils.deleteDirectory(cache.toFile());
        Files.createDirectories(directory);
        Path recording = directory.resolve(module + ".jfr");
        Path file = RealModules.file(module);
        var options = new ArrayList<>(ForkedDiversifier.jvmOptions(Files.size(file)));
        options.add("-Xmx" + GenerationPage.HEAP);
        options.add("-XX:FlightRecorderOptions=stackdepth=1024");
        options.add("-XX:StartFlightRecording=filename=" + recording + ",settings="
                + ProjectFiles.script("generation-profile/sampling.jfc"));
        Subprocess.java(
                options, GenerationProcess.class, GenerationProcess.arguments(file, Requests.DEFAULT_BUDGET, cache));
        return recording;
    }
}
