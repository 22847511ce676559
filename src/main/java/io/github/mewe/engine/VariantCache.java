package io.github.mewe.engine;

import io.github.mewe.common.DeepThread;
import io.github.mewe.common.FileStem;
import io.github.mewe.common.Sha256;
import io.github.mewe.variant.GenerationCache;
import io.github.mewe.variant.GenerationRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps the records of one output's generation and the proofs of its bodies in a file, under the
 * {@linkplain GenerationKeys keys} of the functions. The file contains those of the last build only.
 */
final class VariantCache implements GenerationCache, ProofCache {
    private final Path file;
    private final List<String> keys;
    private final CacheContent earlier;
    private final Map<String, GenerationRecord> records = new ConcurrentHashMap<>();
    private final Set<String> proofs = ConcurrentHashMap.newKeySet();

    private VariantCache(Path file, List<String> keys, CacheContent earlier) {
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
            Supplier<CacheContent> earlier = DeepThread.start(() -> CacheFormat.read(file));
            return new VariantCache(file, GenerationKeys.of(job, module, costs), earlier.get());
        });
    }

    @Override
    public Optional<GenerationRecord> find(int index) {
        return Optional.ofNullable(earlier.records().get(keys.get(index)));
    }

    @Override
    public void store(int index, Supplier<Optional<GenerationRecord>> made) {
        made.get().ifPresent(stored -> records.put(keys.get(index), stored));
    }

    @Override
    public boolean isProved(int index, byte[] written) {
        return earlier.proofs().contains(proof(index, written));
    }

    @Override
    public void storeProved(int index, byte[] written) {
        proofs.add(proof(index, written));
    }

    private String proof(int index, byte[] written) {
        return Sha256.hex(keys.get(index).getBytes(StandardCharsets.US_ASCII), written);
    }

    /**
     * Writes the records and proofs of this build.
     *
     * @throws EnvironmentException if the file cannot be written
     */
    void save() {
        var current = new CacheContent(records, proofs);
        if (current.equals(earlier)) {
            return;
        }
        try {
            CacheFormat.write(file, current);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "cannot write the variant cache " + file + ": " + e
                            + ". Choose another directory with <variantCache> (mewe.variantCache)",
                    e);
        }
    }
}
