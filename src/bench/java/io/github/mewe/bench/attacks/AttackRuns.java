package io.github.mewe.bench.attacks;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.bench.Subprocess;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.ClangModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs all attacks in Node.
 *
 * @param directory a directory for modules
 * @param keys the number of keys of each attack
 */
record AttackRuns(Path directory, int keys) {
    private static final String STACK_SIZE = "-Wl,-z,stack-size=1048576";

    /** Attacks some configurations. */
    List<AttacksPage.Row> of(List<Configuration> configurations) throws IOException, InterruptedException {
        var rows = new ArrayList<AttacksPage.Row>();
        List<String> layouts =
                Stream.of(Attack.values()).map(Attack::layout).distinct().toList();
        for (String layout : layouts) {
            rows.addAll(attack(layout, configurations));
        }
        return rows;
    }

    private List<AttacksPage.Row> attack(String layout, List<Configuration> configurations)
            throws IOException, InterruptedException {
        Path original = Files.write(directory.resolve(layout + ".wasm"), program(layout));
        var lines = new ArrayList<String>();
        for (Configuration configuration : configurations) {
            Path binary = directory.resolve(layout + "-" + lines.size() + ".wasm");
            Files.write(binary, binary(Files.readAllBytes(original), configuration));
            lines.add(configuration.title() + "\t" + binary + "\t" + configuration.instances());
        }
        Path file = Files.write(directory.resolve(layout + ".tsv"), lines);
        var command = new ArrayList<String>(List.of(
                "node",
                ProjectFiles.script("attacks/attack.mjs").toString(),
                ProjectFiles.file("src/main/resources/io/github/mewe/engine").toString(),
                String.valueOf(keys),
                original.toString(),
                file.toString()));
        Arrays.stream(Attack.values())
                .filter(attack -> attack.layout().equals(layout))
                .forEach(attack -> command.add(attack.title()));
        return Subprocess.output(command).lines().map(AttacksPage.Row::parse).toList();
    }

    private static byte[] program(String layout) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(ProjectFiles.script("attacks/c"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".c"))
                    .sorted()
                    .toList();
            var flags = new ArrayList<String>(List.of("-fno-builtin-malloc", "-fno-builtin-free", STACK_SIZE));
            if (layout.equals(Attack.STACK_FIRST)) {
                flags.add("-Wl,--stack-first");
            }
            sources.stream().skip(1).forEach(source -> flags.add(source.toString()));
            return ClangModule.reactor(sources.get(0), flags.toArray(String[]::new));
        }
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
