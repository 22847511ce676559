package io.github.mewe.bench.attacks;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    private final Path directory = ProjectFiles.target().resolve("attacks");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AttacksCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var rows = new ArrayList<AttacksPage.Row>();
        List<String> layouts =
                Stream.of(Attack.values()).map(Attack::layout).distinct().toList();
        for (String layout : layouts) {
            rows.addAll(attack(layout));
        }
        new AttacksPage(keys, rows).page().write(ProjectFiles.page("attacks", keys == KEYS));
        return 0;
    }

    private List<AttacksPage.Row> attack(String layout) throws IOException, InterruptedException {
        Path original = directory.resolve(layout + ".wasm");
        var lines = new ArrayList<String>();
        for (Configuration configuration : Configuration.values()) {
            Path binary = directory.resolve(layout + "-" + lines.size() + ".wasm");
            Files.write(binary, binary(Files.readAllBytes(original), configuration));
            lines.add(configuration.title() + "\t" + binary + "\t" + configuration.instances());
        }
        Path configurations = Files.write(directory.resolve(layout + ".tsv"), lines);
        var command = new ArrayList<String>(List.of(
                "node",
                ProjectFiles.script("attacks/attack.mjs").toString(),
                ProjectFiles.file("src/main/resources/io/github/mewe/engine").toString(),
                String.valueOf(keys),
                original.toString(),
                configurations.toString()));
        Arrays.stream(Attack.values())
                .filter(attack -> attack.layout().equals(layout))
                .forEach(attack -> command.add(attack.title()));
        return Subprocess.output(command)
                .lines()
                .map(AttacksPage.Row::parse)
                .peek(System.out::println)
                .toList();
    }

    private static byte[] binary(byte[] input, Configuration configuration) {
        return configuration
                .request()
                .map(request -> diversified(input, request))
                .orElse(input);
    }

    private static byte[] diversified(byte[] input, DiversificationRequest request) {
        return new Diversifier(Runtime.getRuntime().availableProcessors(), ProjectFiles.target())
                .diversify("program.wasm", input, "diversified.wasm", request, Progress.SILENT)
                .binary();
    }
}
