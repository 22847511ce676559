package io.github.mewe.report.sbom;

import io.github.mewe.report.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A multivariant binary as a component of a CycloneDX document, with its hash, its original and the data to reproduce
 * it.
 *
 * @param coordinates the Maven coordinates; empty if the binary is not attached
 * @param seed how the document discloses the seed
 */
public record MultivariantComponent(Manifest manifest, Optional<Coordinates> coordinates, SeedDisclosure seed) {
    private static final String REFERENCE = "mewe:";

    /** Maven coordinates. */
    public record Coordinates(String group, String name, String version, String classifier, String type) {
        /** The package URL (purl specification, type {@code maven}). */
        String purl() {
            return "pkg:maven/" + PurlText.of(group) + '/' + PurlText.of(name) + '@' + PurlText.of(version)
                    + "?classifier=" + PurlText.of(classifier) + "&type=" + PurlText.of(type);
        }
    }

    /** The {@code bom-ref}, which is stable so that repeated builds replace the component. */
    String reference() {
        return coordinates
                .map(Coordinates::purl)
                .orElseGet(() -> REFERENCE + manifest.output().name());
    }

    /** A component without coordinates is a file. */
    String type() {
        return coordinates.isPresent() ? "library" : "file";
    }

    /** Describes how the binary relates to its ancestor. */
    String notes() {
        return "A multivariant binary, made by mewe-maven-plugin. It behaves like its ancestor; "
                + manifest.totals().diversified() + " of " + manifest.totals().functions()
                + " functions have variants, among which it chooses at random.";
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
