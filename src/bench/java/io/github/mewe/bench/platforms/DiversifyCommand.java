package io.github.mewe.bench.platforms;

import io.github.mewe.bench.Requests;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Diversifies modules and prints the hashes of the outputs, which are the same on every platform. */
@Command(
        name = "DiversifyCommand",
        mixinStandardHelpOptions = true,
        description = "Diversifies modules with the default settings and prints the SHA-256 hashes of the outputs.")
final class DiversifyCommand implements Callable<Integer> {
    @Option(names = "--threads", defaultValue = "2", description = "How many threads to use (${DEFAULT-VALUE}).")
    private int threads;

    @Parameters(arity = "1..*", description = "The modules.")
    private List<Path> modules;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DiversifyCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var diversifier = new Diversifier(threads, Path.of(System.getProperty("java.io.tmpdir")));
        for (Path module : modules) {
            DiversificationResult result = diversifier.diversify(
                    "module.wasm",
                    Files.readAllBytes(module),
                    "multivariant.wasm",
                    Requests.seeded("platforms", RandomnessSource.AUTO),
                    Progress.SILENT);
            System.out.println(Sha256.hex(result.binary()) + "  " + module);
        }
        return 0;
    }
}
