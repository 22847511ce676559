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
import java.nio.charset.CharacterCodingException;
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

    public SbomEnricher() {}

    /**
     * Adds binaries to documents. Replaces the entries of earlier runs.
     *
     * @param documents CycloneDX documents, as JSON if the name ends with {@code .json}, otherwise as XML
     * @param manifestFiles the manifests of the binaries
     * @param coordinates the coordinates of a binary's file in a repository; empty if it is not attached. If some files
     *     are attached, skips the others, which may come from an earlier build
     * @param seed the form in which to disclose seeds
     * @return the names of the added binaries
     * @throws VerificationException if a file is not a manifest or does not match its binary
     * @throws ReportException if a document is not a CycloneDX document, or its version lacks a needed element
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
            } catch (CharacterCodingException e) {
                throw new ReportException(
                        "cannot add binaries to " + document
                                + ": it is not UTF-8 text. Configure the goal that writes it to use UTF-8",
                        e);
            } catch (UnusableDocumentException e) {
                throw new ReportException("cannot add binaries to " + document + ": " + e.getMessage(), e);
            }
        }
        return components.stream()
                .map(component -> component.manifest().output().name())
                .toList();
    }
}
