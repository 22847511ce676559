package io.github.mewe.engine;

import io.github.mewe.common.Sha256;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outputs of an earlier build. Their check does not need the native library. */
public final class ExistingOutputs {
    private final ManifestFile manifests = new ManifestFile();

    /**
     * The outputs, if all of them exist and are what the request would make.
     *
     * @param input the input
     * @param outputs the files, one entry for each binary of the population
     * @param request the request
     * @return empty also if only the native library can tell, because the input is malformed or has a source map
     * @throws IOException if a file cannot be read
     */
    public Optional<List<Outcome>> upToDate(Path input, List<OutputFiles> outputs, DiversificationRequest request)
            throws IOException {
        byte[] bytes = Files.readAllBytes(input);
        try {
            SourceMapFinder.Found sourceMap = SourceMapFinder.Found.NONE;
            if (!ComponentBinary.isComponent(bytes)) {
                sourceMap = new SourceMapFinder().find(input, bytes, BinaryLayout.of(bytes));
            }
            return sourceMap.map().isPresent() ? Optional.empty() : upToDate(bytes, sourceMap, outputs, request);
        } catch (MalformedModuleException e) {
            // Diversification reports the error.
            return Optional.empty();
        }
    }

    Optional<List<Outcome>> upToDate(
            byte[] input, SourceMapFinder.Found sourceMap, List<OutputFiles> outputs, DiversificationRequest request)
            throws IOException {
        var existing = new ArrayList<Outcome>();
        for (int i = 0; i < outputs.size(); i++) {
            String fingerprint = request.fingerprint(input, sourceMap.map(), i + 1);
            Optional<Manifest> manifest =
                    upToDate(outputs.get(i), fingerprint, sourceMap.map().isPresent());
            if (manifest.isEmpty()) {
                return Optional.empty();
            }
            existing.add(new Outcome(outputs.get(i), manifest.get(), true, List.of(), sourceMap.problem()));
        }
        return Optional.of(existing);
    }

    private Optional<Manifest> upToDate(OutputFiles output, String fingerprint, boolean hasSourceMap)
            throws IOException {
        if (!Files.isRegularFile(output.binary())
                || !manifests.fingerprint(output.manifest()).equals(Optional.of(fingerprint))) {
            return Optional.empty();
        }
        Optional<Manifest> manifest = manifests
                .read(output.manifest())
                // An output that reached the time limit may have more variants this time.
                .filter(m -> !m.timeLimited() && m.fingerprint().equals(fingerprint))
                .filter(m -> !hasSourceMap || m.totals().variants() == 0 || Files.isRegularFile(output.sourceMap()));
        if (manifest.isEmpty() || !manifests.isIntact(output.manifest())) {
            return Optional.empty();
        }
        String hash = Sha256.hex(Files.readAllBytes(output.binary()));
        return manifest.filter(m -> m.output().sha256().equals(hash));
    }
}
