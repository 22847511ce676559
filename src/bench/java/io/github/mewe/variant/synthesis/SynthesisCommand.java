package io.github.mewe.variant.synthesis;

import io.github.mewe.bench.ProjectFiles;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.RealModules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures the coverage of the shipped replacements and the speed of a live search. */
@Command(
        name = "src/bench/synthesis/run.sh",
        mixinStandardHelpOptions = true,
        description = "Measures what the shipped replacements cover and how fast the live search is, and writes"
                + " docs/results/synthesis.md.")
final class SynthesisCommand implements Callable<Integer> {
    private static final List<String> MODULES = List.of("sqlite", "libsodium", "resvg");
    private static final int SEARCHED_SLICES = 1000;
    private static final int LEAST_OPERATIONS = 2;
    private static final long SEED = 20_26;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SynthesisCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RealModules.fetch(MODULES);
        BinaryenModule.loadNativeLibrary(ProjectFiles.target());
        var database = ReplacementDatabase.load();
        var coverage = new ArrayList<SynthesisPage.Coverage>();
        Set<String> all = new TreeSet<>();
        for (String module : MODULES) {
            Set<String> slices = slices(RealModules.file(module));
            all.addAll(slices);
            coverage.add(coverage(module, slices, database));
        }
        coverage.add(coverage("all", all, database));
        var slices = new ArrayList<>(all);
        Collections.shuffle(slices, new Random(SEED));
        List<Formula> searched = slices.subList(0, Math.min(SEARCHED_SLICES, slices.size())).stream()
                .map(FormulaText::parse)
                .toList();
        long start = System.nanoTime();
        int found = new ReplacementSearch().search(searched).size();
        double seconds = (System.nanoTime() - start) / 1e9;
        new SynthesisPage(coverage, new SynthesisPage.Search(searched.size(), found, seconds))
                .page()
                .write(ProjectFiles.page("synthesis", true));
        return 0;
    }

    private static Set<String> slices(Path file) throws IOException {
        return SliceHarvest.of(file).counts().keySet().stream()
                .filter(formula -> formula.operations() >= LEAST_OPERATIONS)
                .map(FormulaText::format)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SynthesisPage.Coverage coverage(String module, Set<String> slices, ReplacementDatabase database) {
        List<Integer> counts = slices.stream()
                .map(slice -> database.of(FormulaText.parse(slice)).size())
                .filter(count -> count > 0)
                .sorted()
                .toList();
        return new SynthesisPage.Coverage(
                module, slices.size(), counts.size(), counts.isEmpty() ? 0 : counts.get(counts.size() / 2));
    }
}
