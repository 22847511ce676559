package io.github.mewe.spec;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.HeapOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.StackStart;
import io.github.mewe.harden.HardeningMeasure;
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
import java.util.Set;
import java.util.TreeMap;

/** A script's modules as binaries: the originals, and diversified in several ways. */
final class Subjects {
    /** No limit in effect: the discriminator alone is many times larger than most of these modules. */
    private static final double MAX_GROWTH = 10_000;

    private static final int VARIANTS = 4;
    private static final String ORIGINAL = "original";
    private static final String PROBES = "probes";
    private static final String FIXED = "fixed-";
    private static final String HOST = "host";

    /** The modules with all measures against memory corruption, if not all modules have them. */
    private static final String HARDENED = FIXED + "2";

    private static final HardeningOptions EVERYTHING =
            new HardeningOptions(Set.of(HardeningMeasure.values()), StackStart.DEFAULT, 64, true, HeapOptions.DEFAULT);

    private final SeedRanges ranges;
    private final Diversifier diversifier;
    private final Path directory;
    private final Map<Integer, String> faults = new TreeMap<>();
    private final Map<Integer, String> refusals = new TreeMap<>();
    private final List<Manifest.Totals> totals = new ArrayList<>();
    private int diversified;
    private int rejects;

    /**
     * Assembles and diversifies the modules of a script.
     *
     * @param ranges the seeds and keys to use
     * @param directory where to write the binaries
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
     * @param directory the directory of its modules
     * @param probes the directory of the probes
     * @param key the seed of the host's random numbers
     */
    record Run(String name, String directory, String probes, int key) {}

    /** The run of the original modules, then those of the diversified ones. */
    List<Run> runs() {
        var runs = new ArrayList<Run>();
        runs.add(run(ORIGINAL, ORIGINAL, 0));
        ranges.seeds().forEach(seed -> runs.add(run(FIXED + seed, FIXED + seed, 0)));
        ranges.keys().forEach(key -> runs.add(run(HOST + "-" + key, HOST, key)));
        return runs;
    }

    /** Unexpected exceptions of the plugin, by the line of the module. */
    Map<Integer, String> faults() {
        return faults;
    }

    /** The plugin's messages for modules that it refused, by module number. */
    Map<Integer, String> refusals() {
        return refusals;
    }

    /** The manifests' totals, one per module and way of diversifying. */
    List<Manifest.Totals> totals() {
        return totals;
    }

    /** The number of diversified modules. */
    int diversified() {
        return diversified;
    }

    /** The number of malformed and invalid modules passed to the plugin. */
    int rejects() {
        return rejects;
    }

    private Run run(String name, String modules, int key) {
        return new Run(name, path(modules), path(PROBES), key);
    }

    private String path(String name) {
        return directory.resolve(name).toAbsolutePath().toString();
    }

    /** Returns empty if the module cannot be assembled: the harness then reports the missing file. */
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
                        randomness)
                .with(ranges.isHardened() || seed.equals(HARDENED) ? EVERYTHING : HardeningOptions.NONE);
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
