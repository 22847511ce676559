package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryLayout;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedModuleException;
import io.github.mewe.binaryen.MalformedSourceMapException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * Diversifies a file.
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
        byte[] bytes = Files.readAllBytes(input);
        Outcome outcome = diversify(input, bytes, output, request, progress);
        if (output.loaderDirectory().isPresent()) {
            LoaderModule.writeInto(output.loaderDirectory().get());
        }
        return outcome;
    }

    private Outcome diversify(
            Path input, byte[] bytes, OutputFiles output, DiversificationRequest request, Progress progress)
            throws IOException {
        SourceMapFinder.Found sourceMap = sourceMap(input, bytes);
        Optional<Manifest> existing = upToDate(bytes, sourceMap.map(), output, request);
        if (existing.isPresent()) {
            return new Outcome(existing.get(), true, List.of(), sourceMap.problem());
        }
        String inputName = input.getFileName().toString();
        String outputName = output.binary().getFileName().toString();
        DiversificationResult result =
                diversifier.diversify(inputName, bytes, sourceMap.map(), outputName, request, progress);
        // The manifest is what says that the binary is up to date: it goes first and comes last.
        Files.deleteIfExists(output.manifest());
        Files.deleteIfExists(output.sourceMap());
        WholeFile.write(output.binary(), result.binary());
        if (result.sourceMap().isPresent()) {
            WholeFile.write(output.sourceMap(), result.sourceMap().get());
        }
        WholeFile.write(output.manifest(), manifests.format(result.manifest()).getBytes(StandardCharsets.UTF_8));
        return new Outcome(result.manifest(), false, result.faults(), sourceMap.problem());
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
            byte[] input, Optional<SourceMap> sourceMap, OutputFiles output, DiversificationRequest request)
            throws IOException {
        if (!Files.isRegularFile(output.binary())) {
            return Optional.empty();
        }
        Optional<Manifest> manifest = manifests
                .read(output.manifest())
                // What was cut off by the time budget may come out better this time.
                .filter(m -> !m.timeLimited() && m.fingerprint().equals(request.fingerprint(input, sourceMap)))
                .filter(m ->
                        sourceMap.isEmpty() || m.totals().variants() == 0 || Files.isRegularFile(output.sourceMap()));
        if (manifest.isEmpty()) {
            return manifest;
        }
        String hash = Hashes.hex(Hashes.sha256(Files.readAllBytes(output.binary())));
        return manifest.filter(m -> m.output().sha256().equals(hash));
    }
}
