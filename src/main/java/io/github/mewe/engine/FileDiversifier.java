package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.common.AtomicFile;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Diversifies files. Skips outputs that are up to date, and never leaves a partial output. */
public final class FileDiversifier implements FileDiversification {
    private final Diversifier diversifier;
    private final ExistingOutputs existing = new ExistingOutputs();
    private final ManifestFile manifests = new ManifestFile();

    public FileDiversifier(Diversifier diversifier) {
        this.diversifier = diversifier;
    }

    /**
     * An output.
     *
     * @param output its files
     * @param manifest its manifest
     * @param upToDate true if the files existed and were up to date
     * @param faults failures of strategies, each of which cost one variant
     * @param withoutSourceMap the reason why the output has no source map although the input names one
     */
    public record Outcome(
            OutputFiles output,
            Manifest manifest,
            boolean upToDate,
            List<String> faults,
            Optional<String> withoutSourceMap) {
        /** Copies the list. */
        public Outcome {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Diversifies a file into one binary.
     *
     * @param input the input
     * @param output the files to write
     * @param request the request
     * @param progress receives the number of finished functions
     * @throws DiversificationException if the input is not a module, or cannot be diversified as requested
     * @throws IOException if a file cannot be read or written
     */
    public Outcome diversify(Path input, OutputFiles output, DiversificationRequest request, Progress progress)
            throws IOException {
        return population(input, List.of(output), request, progress).get(0);
    }

    @Override
    public List<Outcome> population(
            Path input, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        List<Outcome> outcomes = population(input, bytes, outputs, request, progress);
        LoaderModule.writeFor(outputs);
        return outcomes;
    }

    private List<Outcome> population(
            Path input, byte[] bytes, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException {
        SourceMapFinder.Found sourceMap = sourceMap(input, bytes);
        Optional<List<Outcome>> upToDate = existing.upToDate(bytes, sourceMap, outputs, request);
        if (upToDate.isPresent()) {
            return upToDate.get();
        }
        String inputName = input.getFileName().toString();
        List<String> outputNames = outputs.stream()
                .map(output -> output.binary().getFileName().toString())
                .toList();
        List<DiversificationResult> results =
                diversifier.population(inputName, bytes, sourceMap.map(), outputNames, request, progress);
        // The manifest marks its binary as up to date: it is deleted first and written last.
        for (OutputFiles output : outputs) {
            Files.deleteIfExists(output.manifest());
            Files.deleteIfExists(output.sourceMap());
        }
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < outputs.size(); i++) {
            OutputFiles output = outputs.get(i);
            DiversificationResult result = results.get(i);
            write(output, result);
            outcomes.add(new Outcome(output, result.manifest(), false, result.faults(), sourceMap.problem()));
        }
        return outcomes;
    }

    private void write(OutputFiles output, DiversificationResult result) throws IOException {
        AtomicFile.write(output.binary(), result.binary());
        if (result.sourceMap().isPresent()) {
            AtomicFile.write(output.sourceMap(), result.sourceMap().get());
        }
        AtomicFile.write(output.manifest(), manifests.format(result.manifest()).getBytes(StandardCharsets.UTF_8));
    }

    /** Without a usable source map, the output has none; the build goes on. */
    private static SourceMapFinder.Found sourceMap(Path input, byte[] bytes) throws IOException {
        if (ComponentBinary.isComponent(bytes)) {
            return SourceMapFinder.Found.NONE;
        }
        try {
            SourceMapFinder.Found found = new SourceMapFinder().find(input, bytes, BinaryLayout.of(bytes));
            found.map()
                    .ifPresent(map -> BinaryenModule.open(bytes, map.skeleton()).close());
            return found;
        } catch (MalformedSourceMapException e) {
            String problem = "the source map of " + input + " cannot be rewritten: " + e.getMessage();
            return new SourceMapFinder.Found(Optional.empty(), Optional.of(problem));
        } catch (MalformedModuleException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    /** Does nothing: nothing is kept open between two files. */
    @Override
    public void close() {}
}
