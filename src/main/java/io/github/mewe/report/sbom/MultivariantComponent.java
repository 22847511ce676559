package io.github.mewe.report.sbom;

import io.github.mewe.report.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A multivariant binary as a component of a CycloneDX document: what it is, its hash, the module that it was made from,
 * and what it takes to make it again.
 *
 * @param manifest the binary's manifest
 * @param coordinates what it is in a repository; empty if it is only a file
 * @param seed how the seed is told
 */
public record MultivariantComponent(Manifest manifest, Optional<Coordinates> coordinates, SeedDisclosure seed) {
    private static final String REFERENCE = "mewe:";

    /**
     * What an artifact is in a Maven repository.
     *
     * @param group the group
     * @param name the artifact's name
     * @param version the version
     * @param classifier the classifier
     * @param type the type
     */
    public record Coordinates(String group, String name, String version, String classifier, String type) {
        /** The package URL (purl specification, type {@code maven}). */
        String purl() {
            return "pkg:maven/" + PurlText.of(group) + '/' + PurlText.of(name) + '@' + PurlText.of(version)
                    + "?classifier=" + PurlText.of(classifier) + "&type=" + PurlText.of(type);
        }
    }

    /** What other parts of the document would refer to it by: the same each time, so that it is there once. */
    String reference() {
        return coordinates
                .map(Coordinates::purl)
                .orElseGet(() -> REFERENCE + manifest.output().name());
    }

    /** A component without coordinates is a file. */
    String type() {
        return coordinates.isPresent() ? "library" : "file";
    }

    /** What made the binary of its ancestor, in a sentence. */
    String notes() {
        return "A multivariant binary, made by mewe-maven-plugin: it does what its ancestor does; "
                + manifest.totals().diversified() + " of " + manifest.totals().functions()
                + " functions have variants, one of which is drawn at random.";
    }

    /** The properties by their names, in order. */
    Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("mewe:plugin:version", manifest.pluginVersion());
        seed.describe(manifest.seed(), properties);
        properties.put("mewe:input:sha256", manifest.input().sha256());
        properties.put("mewe:randomness", manifest.randomness());
        properties.put("mewe:variants", String.valueOf(manifest.totals().variants()));
        if (manifest.population() != null) {
            properties.put(
                    "mewe:population",
                    manifest.population().member() + " of "
                            + manifest.population().size());
        }
        return properties;
    }
}
