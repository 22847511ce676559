package io.github.mewe.engine.reporting;

import io.github.mewe.common.AtomicFile;
import io.github.mewe.engine.ManifestFiles;
import io.github.mewe.engine.ReportException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.sbom.JsonDocument;
import io.github.mewe.report.sbom.MultivariantComponent;
import io.github.mewe.report.sbom.MultivariantComponent.Coordinates;
import io.github.mewe.report.sbom.SeedDisclosure;
import io.github.mewe.report.sbom.UnusableDocumentException;
import io.github.mewe.report.sbom.XmlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Adds multivariant binaries to the software bills of materials of a project. */
public final class SbomEnricher {
    private final ManifestFiles manifests = new ManifestFiles();

    /** An enricher. */
    public SbomEnricher() {}

    /**
     * Adds binaries to documents. A binary that was added before is replaced.
     *
     * @param documents CycloneDX documents, in JSON if their names end with {@code .json}, else in XML
     * @param manifestFiles the manifests of the binaries
     * @param coordinates what a binary's file is in a repository; empty if it is not in one. Where some are, those that
     *     are not are left out: they may be left over from an earlier build
     * @param seed how seeds are told
     * @return the names of the binaries that were added
     * @throws VerificationException if a file is no manifest, or its binary is not the one that it is about
     * @throws ReportException if a document is none, or cannot say what is to be said
     * @throws IOException if a file cannot be read or written
     */
    public List<String> add(
            List<Path> documents,
            List<Path> manifestFiles,
            Function<Path, Optional<Coordinates>> coordinates,
            SeedDisclosure seed)
            throws IOException {
        var all = new ArrayList<MultivariantComponent>();
        for (Path file : manifestFiles) {
            Manifest manifest = manifests.read(file);
            manifests.binary(file, manifest);
            Path binary = file.resolveSibling(manifest.output().name());
            all.add(new MultivariantComponent(manifest, coordinates.apply(binary), seed));
        }
        boolean someAreAttached =
                all.stream().anyMatch(component -> component.coordinates().isPresent());
        List<MultivariantComponent> components = all.stream()
                .filter(component -> !someAreAttached || component.coordinates().isPresent())
                .toList();
        for (Path document : documents) {
            try {
                String text = Files.readString(document);
                String enriched = document.getFileName().toString().endsWith(".json")
                        ? JsonDocument.with(text, components)
                        : XmlDocument.with(text, components);
                AtomicFile.write(document, enriched.getBytes(StandardCharsets.UTF_8));
            } catch (UnusableDocumentException e) {
                throw new ReportException("nothing can be added to " + document + ": " + e.getMessage(), e);
            }
        }
        return components.stream()
                .map(component -> component.manifest().output().name())
                .toList();
    }
}
