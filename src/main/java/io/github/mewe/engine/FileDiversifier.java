package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.common.AtomicFile;
import io.github.mewe.common.Sha256;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Diversifies files: does nothing where the output is up to date, and leaves no half-written output. */
public final class FileDiversifier {
    private final Diversifier diversifier;
    private final ManifestFile manifests = new ManifestFile();

    /**
     * A diversifier of files.
     *
     * @param diversifier does the work
     */
    public FileDiversifier(Diversifier diversifier) {
        this.diversifier = diversifier;
    }

    /**
     * What was done for a file.
     *
     * @param manifest the manifest
     * @param upToDate whether the output was there already
     * @param faults what went wrong inside a strategy, which cost a variant and nothing else
     * @param withoutSourceMap why the output has no source map, where the input names one
     */
    public record Outcome(Manifest manifest, boolean upToDate, List<String> faults, Optional<String> withoutSourceMap) {
        /** Copies the list. */
        public Outcome {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Diversifies a file, as a request for one binary asks.
     *
     * @param input the input
     * @param output where the output goes
     * @param request what is asked for
     * @param progress hears how far the work is
     * @throws DiversificationException if the input is not a module that can be diversified as asked
     * @throws IOException if a file cannot be read or written
     */
    public Outcome diversify(Path input, OutputFiles output, DiversificationRequest request, Progress progress)
            throws IOException {
        return population(input, List.of(output), request, progress).get(0);
    }

    /**
     * Diversifies a file into all binaries of a population. If one of them is not up to date, all are made.
     *
     * @param input the input
     * @param outputs where the outputs go, as many as the request's population
     * @param request what is asked for
     * @param progress hears how far the work is
     * @return what was done for each output, in order
     * @throws DiversificationException if the input is not a module that can be diversified as asked
     * @throws IOException if a file cannot be read or written
     */
    public List<Outcome> population(
            Path input, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        List<Outcome> outcomes = population(input, bytes, outputs, request, progress);
        for (OutputFiles output : outputs) {
            if (output.loaderDirectory().isPresent()) {
                LoaderModule.writeInto(output.loaderDirectory().get());
            }
        }
        return outcomes;
    }

    private List<Outcome> population(
            Path input, byte[] bytes, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException {
        SourceMapFinder.Found sourceMap = sourceMap(input, bytes);
        var existing = new ArrayList<Outcome>();
        for (int i = 0; i < outputs.size(); i++) {
            upToDate(bytes, sourceMap.map(), outputs.get(i), request, i + 1)
                    .ifPresent(manifest -> existing.add(new Outcome(manifest, true, List.of(), sourceMap.problem())));
        }
        if (existing.size() == outputs.size()) {
            return existing;
        }
        String inputName = input.getFileName().toString();
        List<String> outputNames = outputs.stream()
                .map(output -> output.binary().getFileName().toString())
                .toList();
        List<DiversificationResult> results =
                diversifier.population(inputName, bytes, sourceMap.map(), outputNames, request, progress);
        // A manifest is what says that its binary is up to date: it goes first and comes last.
        for (OutputFiles output : outputs) {
            Files.deleteIfExists(output.manifest());
            Files.deleteIfExists(output.sourceMap());
        }
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < outputs.size(); i++) {
            write(outputs.get(i), results.get(i));
            outcomes.add(
                    new Outcome(results.get(i).manifest(), false, results.get(i).faults(), sourceMap.problem()));
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

    /** A map that does not fit costs the map, not the build. */
    private static SourceMapFinder.Found sourceMap(Path input, byte[] bytes) throws IOException {
        try {
            SourceMapFinder.Found found = new SourceMapFinder().find(input, bytes, BinaryLayout.of(bytes));
            found.map()
                    .ifPresent(map -> BinaryenModule.open(bytes, map.skeleton()).close());
            return found;
        } catch (MalformedSourceMapException e) {
            String problem = "its source map cannot be rewritten: " + e.getMessage();
            return new SourceMapFinder.Found(Optional.empty(), Optional.of(problem));
        } catch (MalformedModuleException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    private Optional<Manifest> upToDate(
            byte[] input, Optional<SourceMap> sourceMap, OutputFiles output, DiversificationRequest request, int member)
            throws IOException {
        if (!Files.isRegularFile(output.binary())) {
            return Optional.empty();
        }
        Optional<Manifest> manifest = manifests
                .read(output.manifest())
                // What was cut off by the time budget may come out better this time.
                .filter(m -> !m.timeLimited() && m.fingerprint().equals(request.fingerprint(input, sourceMap, member)))
                .filter(m ->
                        sourceMap.isEmpty() || m.totals().variants() == 0 || Files.isRegularFile(output.sourceMap()));
        if (manifest.isEmpty() || !manifests.isIntact(output.manifest())) {
            return Optional.empty();
        }
        String hash = Sha256.hex(Files.readAllBytes(output.binary()));
        return manifest.filter(m -> m.output().sha256().equals(hash));
    }
}
