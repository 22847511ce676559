package io.github.mewe.spec;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.spec.Script.Module;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The binaries of a script: as they are, and diversified in several ways. */
final class Subjects {
    /** Larger than any module here needs: the discriminator alone is many times larger than most of them. */
    private static final double MAX_GROWTH = 10_000;

    private static final int VARIANTS = 4;
    private static final String ORIGINAL = "original";
    private static final String PROBES = "probes";
    private static final String FIXED = "fixed-";
    private static final String HOST = "host";

    private final SeedRanges ranges;
    private final Diversifier diversifier;
    private final Path directory;
    private final Map<Integer, String> faults = new TreeMap<>();
    private final Map<Integer, String> refusals = new TreeMap<>();
    private final List<Manifest.Totals> totals = new ArrayList<>();
    private int diversified;
    private int rejects;

    /**
     * Makes the binaries of a script.
     *
     * @param script the script
     * @param ranges the seeds and keys to use
     * @param directory where they go
     */
    Subjects(Script script, SeedRanges ranges, Path directory) throws IOException {
        this.ranges = ranges;
        this.directory = directory;
        this.diversifier = new Diversifier(1, directory);
        for (Module module : script.modules()) {
            Optional<byte[]> binary = assemble(module);
            if (binary.isPresent()) {
                accept(module, binary.get());
            }
        }
    }

    /**
     * One execution of the script.
     *
     * @param name its name
     * @param directory where its modules are
     * @param probes where the probes are
     * @param key what seeds the host's randomness
     */
    record Run(String name, String directory, String probes, int key) {}

    /** The original's run, then those of what was made of it. */
    List<Run> runs() {
        var runs = new ArrayList<Run>();
        runs.add(run(ORIGINAL, ORIGINAL, 0));
        ranges.seeds().forEach(seed -> runs.add(run(FIXED + seed, FIXED + seed, 0)));
        ranges.keys().forEach(key -> runs.add(run(HOST + "-" + key, HOST, key)));
        return runs;
    }

    /** What the plugin failed at in another way than with a message for its user, by the modules' lines. */
    Map<Integer, String> faults() {
        return faults;
    }

    /** Why the plugin refused valid modules, by their numbers. */
    Map<Integer, String> refusals() {
        return refusals;
    }

    /** What was made of the modules, once for each way. */
    List<Manifest.Totals> totals() {
        return totals;
    }

    /** How many modules were diversified. */
    int diversified() {
        return diversified;
    }

    /** How many malformed and invalid modules the plugin was given. */
    int rejects() {
        return rejects;
    }

    private Run run(String name, String modules, int key) {
        return new Run(name, path(modules), path(PROBES), key);
    }

    private String path(String name) {
        return directory.resolve(name).toAbsolutePath().toString();
    }

    /** A module that cannot be assembled has no file, which the harness notes. */
    private static Optional<byte[]> assemble(Module module) {
        try {
            return Optional.of(Assembler.assemble(module));
        } catch (Assembler.AssemblyException e) {
            return Optional.empty();
        }
    }

    private void accept(Module module, byte[] binary) throws IOException {
        switch (module.role()) {
            case PROBE -> write(PROBES, module, binary);
            case REJECT -> {
                diversify(module, binary, RandomnessSource.FIXED, "1");
                rejects++;
            }
            case SUBJECT -> {
                write(ORIGINAL, module, binary);
                for (int seed : ranges.seeds().toArray()) {
                    diversifyAndWrite(FIXED + seed, module, binary, RandomnessSource.FIXED);
                }
                diversifyAndWrite(HOST, module, binary, RandomnessSource.HOST);
                diversified += refusals.containsKey(module.number()) ? 0 : 1;
            }
        }
    }

    private void diversifyAndWrite(String way, Module module, byte[] binary, RandomnessSource randomness)
            throws IOException {
        Optional<DiversificationResult> result = diversify(module, binary, randomness, way);
        result.ifPresent(r -> totals.add(r.manifest().totals()));
        write(way, module, result.map(DiversificationResult::binary).orElse(binary));
    }

    private Optional<DiversificationResult> diversify(
            Module module, byte[] binary, RandomnessSource randomness, String seed) {
        var request = new DiversificationRequest(
                new VariantBudget(VARIANTS, MAX_GROWTH, 1.3, Optional.empty()),
                Optional.of(seed),
                NameFilter.all(),
                List.of(),
                randomness);
        try {
            return Optional.of(diversifier.diversify("in.wasm", binary, "out.wasm", request, Progress.SILENT));
        } catch (DiversificationException e) {
            refusals.put(module.number(), e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            faults.put(module.line(), "the plugin failed: " + e);
        }
        return Optional.empty();
    }

    private void write(String run, Module module, byte[] binary) throws IOException {
        Path file = directory.resolve(run).resolve(module.number() + ".wasm");
        Files.createDirectories(file.getParent());
        Files.write(file, binary);
    }
}
