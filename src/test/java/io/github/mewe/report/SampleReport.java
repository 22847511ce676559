package io.github.mewe.report;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.Reporter;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.profile.ProfileFile;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reports on real binaries, for tests and for pictures. */
final class SampleReport {
    private static final int TEXT_BYTES = 600_000;

    private SampleReport() {}

    /**
     * Diversifies a module with the defaults, unless that is done, and writes a report on it with whatever is known.
     *
     * @param module the module
     * @param name what it is called
     * @param profile a profile of it
     * @param directory where everything goes
     * @return the report
     */
    static Path write(Path module, String name, Optional<RecordedProfile> profile, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path input = directory.resolve(name + ".wasm");
        if (!Files.exists(input) || Files.mismatch(input, module) >= 0) {
            Files.write(input, Files.readAllBytes(module));
        }
        var request = new DiversificationRequest(
                        new VariantBudget(4, 8, 1.3, Optional.empty()),
                        Optional.empty(),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.AUTO)
                .withProfile(profile);
        OutputFiles output = OutputFiles.in(directory, name + ".wasm", "diversified");
        new FileDiversifier(new Diversifier(Runtime.getRuntime().availableProcessors(), directory))
                .diversify(input, output, request, Progress.SILENT);
        return new Reporter(directory)
                .report(output.manifest(), directory, TEXT_BYTES)
                .file();
    }

    /**
     * Writes a report: {@code MODULE NAME DIRECTORY [PROFILE]}.
     *
     * @param arguments the files
     */
    public static void main(String[] arguments) throws IOException {
        Optional<RecordedProfile> profile = arguments.length < 4
                ? Optional.empty()
                : Optional.of(new ProfileFile().parse(Files.readString(Path.of(arguments[3]))));
        System.out.println(write(Path.of(arguments[0]), arguments[1], profile, Path.of(arguments[2])));
    }
}
