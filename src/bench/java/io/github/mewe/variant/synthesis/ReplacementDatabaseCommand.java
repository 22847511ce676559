package io.github.mewe.variant.synthesis;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds the database of replacements from the slices of real modules. */
@Command(
        name = "src/bench/synthesis/build-database.sh",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Collects the data-flow slices of real modules, searches for replacements, and writes those that"
                + " the solver proves. Takes about half an hour on two processors.")
final class ReplacementDatabaseCommand implements Callable<Integer> {
    @Option(
            names = "--output",
            defaultValue = "src/main/resources/io/github/mewe/variant/synthesis/replacements.txt.gz",
            description = "The file to write.")
    private String output;

    @Option(
            names = "--modules",
            split = ",",
            defaultValue = "sqlite,libsodium,resvg",
            description = "Modules of src/test/corpus of which every slice counts.")
    private List<String> modules;

    @Option(
            names = "--frequent",
            split = ",",
            defaultValue = "yoga,gofmt,brotli,teavm-gc,rapier,webp",
            description = "Modules of which only frequent slices count.")
    private List<String> frequent;

    @Option(names = "--least", defaultValue = "8", description = "How often a slice must occur in one of these.")
    private int least;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ReplacementDatabaseCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(modules);
        RealModules.fetch(frequent);
        BinaryenModule.loadNativeLibrary(ProjectFiles.target());
        Map<String, Formula> formulas = new TreeMap<>();
        for (String module : modules) {
            collect(module, 1, formulas);
        }
        for (String module : frequent) {
            collect(module, least, formulas);
        }
        Map<String, String> lines = new TreeMap<>();
        new ReplacementSearch()
                .search(formulas.values())
                .forEach((formula, found) ->
                        lines.put(FormulaText.format(formula), ReplacementText.format(formula, found)));
        System.out.println(lines.size() + " of " + formulas.size() + " slices have replacements");
        write(ProjectFiles.file(output), lines.values());
        return 0;
    }

    private static void collect(String module, int least, Map<String, Formula> formulas) throws IOException {
        SliceHarvest.of(RealModules.file(module)).counts().forEach((formula, count) -> {
            if (count >= least) {
                formulas.put(FormulaText.format(formula), formula);
            }
        });
        System.out.println(module + ": " + formulas.size() + " slices so far");
    }

    private static void write(Path file, Collection<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII)) {
            for (String line : lines) {
                out.write(line + "\n");
            }
        }
    }
}
