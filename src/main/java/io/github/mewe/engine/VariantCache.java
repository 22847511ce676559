package io.github.mewe.engine;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.common.FileStem;
import io.github.mewe.variant.GenerationCache;
import io.github.mewe.variant.GenerationRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps the records of one output's generation in a file, under the {@linkplain GenerationKeys keys} of the functions.
 * The file contains the records of the last build only.
 */
final class VariantCache implements GenerationCache {
    private final Path file;
    private final List<String> keys;
    private final Map<String, GenerationRecord> earlier;
    private final Map<String, GenerationRecord> current = new ConcurrentHashMap<>();

    private VariantCache(Path file, List<String> keys, Map<String, GenerationRecord> earlier) {
        this.file = file;
        this.keys = keys;
        this.earlier = earlier;
    }

    /**
     * Opens the cache of an output. A file that is missing, damaged or of another format counts as empty.
     *
     * @param job the input and the request
     * @param module the input, analysed
     * @param costs the cost limits of the functions' variants
     * @param outputName the name of the output's file
     * @return the cache; empty if the request names no directory, or if a live search may find other replacements
     */
    static Optional<VariantCache> open(
            DiversificationJob job, AnalyzedModule module, VariantCostLimits costs, String outputName) {
        GenerationOptions options = job.request().generation();
        if (options.synthesisCache().isPresent()) {
            return Optional.empty();
        }
        return options.variantCache().map(directory -> {
            Path file = directory.resolve(FileStem.of(outputName) + ".variants");
            return new VariantCache(file, GenerationKeys.of(job, module, costs), GenerationRecordFormat.read(file));
        });
    }

    @Override
    public Optional<GenerationRecord> find(int index) {
        return Optional.ofNullable(earlier.get(keys.get(index)));
    }

    @Override
    public void store(int index, Supplier<Optional<GenerationRecord>> made) {
        made.get().ifPresent(stored -> current.put(keys.get(index), stored));
    }

    /**
     * Writes the records of this build.
     *
     * @throws EnvironmentException if the file cannot be written
     */
    void save() {
        if (current.equals(earlier)) {
            return;
        }
        try {
            AtomicFile.write(file, GenerationRecordFormat.bytes(current));
        } catch (IOException e) {
            throw new EnvironmentException(
                    "cannot write the variant cache " + file + ": " + e
                            + ". Choose another directory with <variantCache> (mewe.variantCache)",
                    e);
        }
    }
}
