package io.github.mewe.report.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.report.Manifest;
import io.github.mewe.report.sbom.MultivariantComponent.Coordinates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Property;
import org.cyclonedx.parsers.JsonParser;
import org.cyclonedx.parsers.Parser;
import org.cyclonedx.parsers.XmlParser;
import org.junit.jupiter.api.Test;

/** Validates the extended documents with the official CycloneDX library. */
class DocumentsTest {
    private static final String INPUT_HASH = "1".repeat(64);
    private static final String OUTPUT_HASH = "2".repeat(64);
    private static final String PURL = "pkg:maven/org.example/app@1.0%2B2?classifier=diversified-2&type=wasm";

    private static final Map<String, Version> VERSIONS = Map.of(
            "1.4", Version.VERSION_14,
            "1.5", Version.VERSION_15,
            "1.6", Version.VERSION_16);

    @Test
    void documentsOfEachVersionStayValid() throws Exception {
        for (Map.Entry<String, Version> version : VERSIONS.entrySet()) {
            String inJson = JsonDocument.with(json(version.getKey()), List.of(attached(SeedDisclosure.PLAIN), file()));
            assertEquals(List.of(), new JsonParser().validate(bytes(inJson), version.getValue()), version.getKey());
            String inXml = XmlDocument.with(xml(version.getKey()), List.of(attached(SeedDisclosure.PLAIN), file()));
            assertEquals(List.of(), new XmlParser().validate(bytes(inXml), version.getValue()), version.getKey());
        }
    }

    @Test
    void theComponentNamesItsOriginal() throws Exception {
        for (Bom bom : both(attached(SeedDisclosure.PLAIN))) {
            assertEquals(
                    List.of("other", "app"),
                    bom.getComponents().stream().map(Component::getName).toList());
            Component component = bom.getComponents().get(1);
            assertEquals(Component.Type.LIBRARY, component.getType());
            assertEquals("org.example", component.getGroup());
            assertEquals("1.0+2", component.getVersion());
            assertEquals(PURL, component.getPurl());
            assertEquals(PURL, component.getBomRef());
            assertEquals(OUTPUT_HASH, component.getHashes().get(0).getValue());
            Component ancestor =
                    component.getPedigree().getAncestors().getComponents().get(0);
            assertEquals("app <1>.wasm", ancestor.getName());
            assertEquals("SHA-256", ancestor.getHashes().get(0).getAlgorithm());
            assertEquals(INPUT_HASH, ancestor.getHashes().get(0).getValue());
            assertTrue(component.getPedigree().getNotes().contains("7 of 9 functions have variants"));
            assertEquals(
                    Map.of(
                            "mewe:plugin:version", "1.2.3",
                            "mewe:seed", "a \"seed\" & <more>",
                            "mewe:input:sha256", INPUT_HASH,
                            "mewe:randomness", "export",
                            "mewe:variants", "21",
                            "mewe:population", "2 of 4"),
                    properties(component));
        }
    }

    @Test
    void whatIsInNoRepositoryIsAFile() throws Exception {
        for (Bom bom : both(file())) {
            Component component = bom.getComponents().get(1);
            assertEquals(Component.Type.FILE, component.getType());
            assertEquals("app-diversified.wasm", component.getName());
            assertEquals(null, component.getPurl());
            assertEquals("mewe:app-diversified.wasm", component.getBomRef());
        }
    }

    @Test
    void theSeedIsToldAsTheUserWants() throws Exception {
        for (Bom bom : both(attached(SeedDisclosure.HASH))) {
            Map<String, String> properties = properties(bom.getComponents().get(1));
            assertFalse(properties.containsKey("mewe:seed"), properties::toString);
            assertTrue(properties.get("mewe:seed:sha256").matches("[0-9a-f]{64}"), properties::toString);
        }
        for (Bom bom : both(attached(SeedDisclosure.NONE))) {
            String properties = properties(bom.getComponents().get(1)).toString();
            assertFalse(properties.contains("mewe:seed"), properties);
        }
        for (String name : List.of("plain", "hash", "none")) {
            assertEquals(name, SeedDisclosure.named(name).orElseThrow().configurationName());
        }
        assertEquals(Optional.empty(), SeedDisclosure.named("PLAIN"));
    }

    @Test
    void whatIsAddedTwiceIsThereOnceWithItsLastState() throws Exception {
        String once = JsonDocument.with(json("1.6"), List.of(attached(SeedDisclosure.PLAIN)));
        assertEquals(once, JsonDocument.with(once, List.of(attached(SeedDisclosure.PLAIN))));
        String other = JsonDocument.with(once, List.of(attached(SeedDisclosure.NONE)));
        assertEquals(JsonDocument.with(json("1.6"), List.of(attached(SeedDisclosure.NONE))), other);
        String onceInXml = XmlDocument.with(xml("1.6"), List.of(attached(SeedDisclosure.PLAIN)));
        assertEquals(onceInXml, XmlDocument.with(onceInXml, List.of(attached(SeedDisclosure.PLAIN))));
    }

    @Test
    void aDocumentWithoutComponentsGetsSome() throws Exception {
        String document = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1}";
        String inJson = JsonDocument.with(document, List.of(file()));
        assertEquals(List.of(), new JsonParser().validate(bytes(inJson), Version.VERSION_16));
        assertEquals(1, parsed(new JsonParser(), inJson).getComponents().size());
        for (String components : List.of("", "<components/>")) {
            String inXml = XmlDocument.with(
                    "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\" version=\"1\">"
                            + "<metadata><timestamp>2026-01-01T00:00:00Z</timestamp></metadata>" + components
                            + "<dependencies><dependency ref=\"mewe:app-diversified.wasm\"/></dependencies></bom>",
                    List.of(file()));
            assertEquals(List.of(), new XmlParser().validate(bytes(inXml), Version.VERSION_16));
            assertEquals(1, parsed(new XmlParser(), inXml).getComponents().size());
        }
    }

    @Test
    void whatCannotHaveThemIsRefused() {
        assertRefused("it is not JSON: ", () -> JsonDocument.with("<bom/>", List.of(file())));
        assertRefused(
                "it is not a CycloneDX document", () -> JsonDocument.with("{\"name\":\"package\"}", List.of(file())));
        assertRefused("it uses version 1.3 ", () -> JsonDocument.with(json("1.3"), List.of(file())));
        assertRefused(
                "the version '2.0' of the CycloneDX specification is unknown",
                () -> JsonDocument.with(json("2.0"), List.of(file())));
        assertRefused("it is not XML: ", () -> XmlDocument.with("{}", List.of(file())));
        assertRefused("it is not a CycloneDX document", () -> XmlDocument.with("<project/>", List.of(file())));
        assertRefused("it uses version 1.1 ", () -> XmlDocument.with(xml("1.1"), List.of(file())));
        assertRefused(
                "it is not XML: ",
                () -> XmlDocument.with("<!DOCTYPE bom SYSTEM \"file:/etc/passwd\">" + xml("1.6"), List.of(file())));
    }

    private static void assertRefused(String reason, Runnable adding) {
        String message =
                assertThrows(UnusableDocumentException.class, adding::run).getMessage();
        assertTrue(message.contains(reason), message);
    }

    private List<Bom> both(MultivariantComponent component) throws ParseException {
        return List.of(
                parsed(new JsonParser(), JsonDocument.with(json("1.6"), List.of(component))),
                parsed(new XmlParser(), XmlDocument.with(xml("1.6"), List.of(component))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Bom parsed(Parser parser, String text) throws ParseException {
        return parser.parse(bytes(text));
    }

    private static Map<String, String> properties(Component component) {
        return component.getProperties().stream().collect(Collectors.toMap(Property::getName, Property::getValue));
    }

    private static String json(String version) {
        return """
                {"bomFormat": "CycloneDX", "specVersion": "%s", "version": 1,
                 "components": [{"type": "library", "bom-ref": "other", "name": "other", "version": "1"}],
                 "dependencies": [{"ref": "other", "dependsOn": []}]}
                """.formatted(version);
    }

    private static String xml(String version) {
        return """
                <bom xmlns="http://cyclonedx.org/schema/bom/%s" version="1">
                  <components>
                    <component type="library" bom-ref="other"><name>other</name><version>1</version></component>
                  </components>
                  <dependencies><dependency ref="other"/></dependencies>
                </bom>
                """.formatted(version);
    }

    private static MultivariantComponent attached(SeedDisclosure seed) {
        return new MultivariantComponent(
                manifest().with(new Manifest.Population(4, 2, "own", 7, 0, 7, List.of())),
                Optional.of(new Coordinates("org.example", "app", "1.0+2", "diversified-2", "wasm")),
                seed);
    }

    private static MultivariantComponent file() {
        return new MultivariantComponent(manifest(), Optional.empty(), SeedDisclosure.PLAIN);
    }

    private static Manifest manifest() {
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                "1.2.3",
                "132",
                "3".repeat(64),
                "a \"seed\" & <more>",
                Map.of(),
                "export",
                "switch",
                new Manifest.Prediction("estimate", 1),
                new Manifest.Diversity(0, 0, null),
                false,
                new Manifest.Binary("app <1>.wasm", INPUT_HASH, 1, 1),
                new Manifest.Binary("app-diversified.wasm", OUTPUT_HASH, 1, 1),
                new Manifest.Totals(9, 7, 21, 20, 1),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }
}
