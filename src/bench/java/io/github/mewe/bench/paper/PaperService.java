package io.github.mewe.bench.paper;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.profiling.Profiler;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.profile.RecordedProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that the paper measured, with the paper's figures (its tables 1 to 4), and the program in
 * {@code src/bench/paper/services} that stands for it here.
 *
 * @param id the name of the program
 * @param name the service's name in the paper
 * @param functions the number of its functions
 * @param diversified the number of those with variants
 * @param variants the number of their variants
 * @param before the time of a request with the original, in microseconds
 * @param after the time of a request with the multivariant binary, in microseconds
 */
public record PaperService(
        String id, String name, int functions, int diversified, int variants, double before, double after) {
    /** All of them, in the paper's order. */
    public static final List<PaperService> ALL = List.of(
            new PaperService("encrypt", "libsodium encrypt", 23, 5, 56, 7, 217),
            new PaperService("decrypt", "libsodium decrypt", 20, 5, 49, 13, 225),
            new PaperService("random", "libsodium random", 8, 2, 238, 16, 232),
            new PaperService("invert", "libsodium invert", 8, 2, 125, 119, 341),
            new PaperService("bin2base64", "libsodium bin2base64", 3, 2, 47, 10, 215),
            new PaperService("qr-str", "qrcode str", 982, 17, 2_092, 3_117, 492_606),
            new PaperService("qr-image", "qrcode image", 858, 15, 2_063, 3_091, 512_669));

    /** Builds the programs and checks their replies. */
    public static void build() throws IOException, InterruptedException {
        String directory = Files.createDirectories(directory()).toString();
        Subprocess.output(List.of("bash", ProjectFiles.script("paper/build.sh").toString(), directory));
        check("");
    }

    /** Checks the replies of all programs whose names have a suffix. */
    static void check(String suffix) throws IOException, InterruptedException {
        System.out.print(Subprocess.output(List.of(
                "node",
                "--no-warnings",
                ProjectFiles.script("paper/check.mjs").toString(),
                directory().toString(),
                suffix)));
    }

    /** The directory of the programs and their requests. */
    static Path directory() {
        return ProjectFiles.target().resolve("paper");
    }

    /** The service with an id. */
    public static PaperService named(String id) {
        return ALL.stream()
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + id));
    }

    /** The built program. */
    public Path binary() {
        return directory().resolve(id + ".wasm");
    }

    /** The request that is measured, as the program's standard input. */
    public Path request() {
        return directory().resolve(id + ".request");
    }

    /** A run of the program with the request. */
    public RunPlan plan() throws IOException {
        return new RunPlan(
                Optional.of(new ProgramInput(List.of(), Files.readAllBytes(request()), Map.of())), List.of());
    }

    /** Records a profile of that run. */
    public RecordedProfile profile() throws IOException {
        byte[] input = Files.readAllBytes(binary());
        var profiler = new Profiler(ProjectFiles.target());
        return profiler.record(id + ".wasm", input, profiler.instrument(input), plan());
    }
}
