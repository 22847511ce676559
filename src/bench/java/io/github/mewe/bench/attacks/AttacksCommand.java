package io.github.mewe.bench.attacks;

import io.github.mewe.bench.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Attacks programs with memory errors. */
@Command(
        name = "src/bench/attacks/run.sh",
        mixinStandardHelpOptions = true,
        description = "Attacks programs with memory errors under many keys, and writes docs/results/attacks.md.")
final class AttacksCommand implements Callable<Integer> {
    private static final int KEYS = 1000;

    @Option(
            names = "--keys",
            description = "The number of keys (default: ${DEFAULT-VALUE}). With another number, the page goes to"
                    + " target/attacks.md.")
    private int keys = KEYS;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AttacksCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(ProjectFiles.target().resolve("attacks"));
        List<AttacksPage.Row> rows = new AttackRuns(directory, keys).of(List.of(Configuration.values()));
        new AttacksPage(keys, rows).page().write(ProjectFiles.page("attacks", keys == KEYS));
        return 0;
    }
}
