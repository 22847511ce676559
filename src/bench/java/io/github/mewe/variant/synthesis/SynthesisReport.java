package io.github.mewe.variant.synthesis;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.Z3Prover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How far the shipped replacements reach, and how fast a live search is. The arguments are a file to write, and
 * modules.
 */
public final class SynthesisReport {
    private static final int NEW_SLICES = 1000;
    private static final int LEAST_OPERATIONS = 2;
    private static final long SEED = 20_26;

    private SynthesisReport() {}

    /** Runs the command. */
    public static void main(String[] arguments) throws Exception {
        BinaryenModule.loadNativeLibrary(Path.of(System.getProperty("java.io.tmpdir")));
        var database = ReplacementDatabase.load();
        var lines = new ArrayList<String>();
        lines.add("# Synthesis");
        lines.add("");
        lines.add("Written by `bash src/bench/synthesis/run.sh`. Counted are the distinct data-flow slices of two"
                + " operations or more, in canonical form; a slice has a replacement if the database that ships with"
                + " the plugin has one for it.");
        lines.add("");
        lines.add("| module | slices | with a replacement | replacements of a slice, median |");
        lines.add("| --- | --- | --- | --- |");
        Set<String> all = new TreeSet<>();
        for (String module : List.of(arguments).subList(1, arguments.length)) {
            Path file = Path.of(module);
            Set<String> slices = slices(file);
            all.addAll(slices);
            lines.add(coverage(file.getParent().getFileName().toString(), slices, database));
        }
        lines.add(coverage("all", all, database));
        var slices = new ArrayList<>(all);
        Collections.shuffle(slices, new Random(SEED));
        lines.add("");
        lines.add(search(slices.subList(0, Math.min(NEW_SLICES, slices.size()))));
        Files.write(Path.of(arguments[0]), lines);
        lines.forEach(System.out::println);
    }

    private static Set<String> slices(Path file) throws IOException {
        return SliceHarvest.of(file).counts().keySet().stream()
                .filter(formula -> formula.operations() >= LEAST_OPERATIONS)
                .map(FormulaText::format)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String coverage(String name, Set<String> slices, ReplacementDatabase database) {
        List<Integer> counts = slices.stream()
                .map(slice -> database.of(FormulaText.parse(slice)).size())
                .filter(count -> count > 0)
                .sorted()
                .toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %d |",
                name,
                slices.size(),
                100.0 * counts.size() / slices.size(),
                counts.isEmpty() ? 0 : counts.get(counts.size() / 2));
    }

    private static String search(List<String> slices) throws InterruptedException {
        var synthesizer = new Synthesizer();
        var prover = new Z3Prover();
        var next = new AtomicInteger();
        var solved = new AtomicInteger();
        int threads = Runtime.getRuntime().availableProcessors();
        var workers = new ArrayList<Thread>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            var worker = new Thread(() -> {
                for (int index = next.getAndIncrement(); index < slices.size(); index = next.getAndIncrement()) {
                    Formula formula = FormulaText.parse(slices.get(index));
                    solved.addAndGet(synthesizer.replacements(formula, prover).isEmpty() ? 0 : 1);
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return String.format(
                Locale.ROOT,
                "A live search, without the database, of %d of these slices on %d cores took %.0f s and found"
                        + " replacements for %d.",
                slices.size(),
                threads,
                (System.nanoTime() - start) / 1e9,
                solved.get());
    }
}
