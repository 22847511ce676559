package io.github.mewe.variant.synthesis;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.Z3Prover;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the database of replacements from modules: collects their slices, and searches for replacements of each that
 * was met often enough. The first argument is the file to write; each other one is a module, or {@code +N} for how
 * often a slice of the modules behind it must be met.
 */
public final class ReplacementDatabaseBuilder {
    private ReplacementDatabaseBuilder() {}

    /** Runs the command. */
    public static void main(String[] arguments) throws Exception {
        BinaryenModule.loadNativeLibrary(Path.of(System.getProperty("java.io.tmpdir")));
        Map<String, Formula> formulas = new TreeMap<>();
        int least = 1;
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (argument.startsWith("+")) {
                least = Integer.parseInt(argument.substring(1));
                continue;
            }
            int wanted = least;
            SliceHarvest.of(Path.of(argument)).counts().forEach((formula, count) -> {
                if (count >= wanted) {
                    formulas.put(FormulaText.format(formula), formula);
                }
            });
            System.out.println(argument + ": " + formulas.size() + " slices so far");
        }
        write(Path.of(arguments[0]), search(List.copyOf(formulas.values())));
    }

    private static List<String> search(List<Formula> formulas) throws InterruptedException {
        var lines = new ConcurrentSkipListMap<String, String>();
        var synthesizer = new Synthesizer();
        var prover = new Z3Prover();
        var next = new AtomicInteger();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            var worker = new Thread(() -> {
                for (int index = next.getAndIncrement(); index < formulas.size(); index = next.getAndIncrement()) {
                    Formula formula = formulas.get(index);
                    List<Formula> found = synthesizer.replacements(formula, prover);
                    if (!found.isEmpty()) {
                        lines.put(FormulaText.format(formula), ReplacementText.format(formula, found));
                    }
                    if (index % 500 == 0) {
                        System.out.println(index + " of " + formulas.size());
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        System.out.println(lines.size() + " of " + formulas.size() + " slices have replacements");
        return List.copyOf(lines.values());
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII)) {
            for (String line : lines) {
                out.write(line + "\n");
            }
        }
    }
}
