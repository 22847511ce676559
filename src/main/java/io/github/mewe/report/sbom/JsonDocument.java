package io.github.mewe.report.sbom;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;

/** Adds components to CycloneDX documents in JSON. */
public final class JsonDocument {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private JsonDocument() {}

    /**
     * Adds components to a document. Replaces components that an earlier build added.
     *
     * @return the new document
     * @throws UnusableDocumentException if the text is not a CycloneDX document of a supported version
     */
    public static String with(String text, List<MultivariantComponent> components) {
        JsonObject document = parsed(text);
        if (!document.has("components") || !document.get("components").isJsonArray()) {
            document.add("components", new JsonArray());
        }
        JsonArray all = document.getAsJsonArray("components");
        for (MultivariantComponent component : components) {
            var kept = new JsonArray();
            all.asList().stream()
                    .filter(other -> !isReferredTo(other, component.reference()))
                    .forEach(kept::add);
            kept.add(json(component));
            all = kept;
        }
        document.add("components", all);
        return GSON.toJson(document) + "\n";
    }

    private static JsonObject parsed(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            if (!element.isJsonObject()
                    || !element.getAsJsonObject().has("bomFormat")
                    || !element.getAsJsonObject().has("specVersion")) {
                throw new UnusableDocumentException(
                        "it is not a CycloneDX document: it has no bomFormat and specVersion");
            }
            SpecVersion.check(element.getAsJsonObject().get("specVersion").getAsString());
            return element.getAsJsonObject();
        } catch (JsonParseException e) {
            throw new UnusableDocumentException("it is not JSON: " + e.getMessage(), e);
        }
    }

    private static boolean isReferredTo(JsonElement component, String reference) {
        return component.isJsonObject()
                && component.getAsJsonObject().has("bom-ref")
                && component.getAsJsonObject().get("bom-ref").getAsString().equals(reference);
    }

    private static JsonObject json(MultivariantComponent component) {
        var json = new JsonObject();
        json.addProperty("type", component.type());
        json.addProperty("bom-ref", component.reference());
        component
                .coordinates()
                .ifPresentOrElse(
                        coordinates -> {
                            json.addProperty("group", coordinates.group());
                            json.addProperty("name", coordinates.name());
                            json.addProperty("version", coordinates.version());
                        },
                        () -> json.addProperty(
                                "name", component.manifest().output().name()));
        json.add("hashes", hashes(component.manifest().output().sha256()));
        component.coordinates().ifPresent(coordinates -> json.addProperty("purl", coordinates.purl()));
        var ancestor = new JsonObject();
        ancestor.addProperty("type", "file");
        ancestor.addProperty("name", component.manifest().input().name());
        ancestor.add("hashes", hashes(component.manifest().input().sha256()));
        var pedigree = new JsonObject();
        pedigree.add("ancestors", array(ancestor));
        pedigree.addProperty("notes", component.notes());
        json.add("pedigree", pedigree);
        var properties = new JsonArray();
        component.properties().forEach((name, value) -> {
            var property = new JsonObject();
            property.addProperty("name", name);
            property.addProperty("value", value);
            properties.add(property);
        });
        json.add("properties", properties);
        return json;
    }

    private static JsonArray hashes(String sha256) {
        var hash = new JsonObject();
        hash.addProperty("alg", "SHA-256");
        hash.addProperty("content", sha256);
        return array(hash);
    }

    private static JsonArray array(JsonObject element) {
        var array = new JsonArray();
        array.add(element);
        return array;
    }
}
