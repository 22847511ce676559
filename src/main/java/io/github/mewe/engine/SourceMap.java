package io.github.mewe.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.mewe.binaryen.MalformedSourceMapException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A source map of a module (ECMA-426). Maps offsets in the binary, as columns of one line, to positions in source
 * files. Keeps all other members unchanged.
 */
public final class SourceMap {
    private static final Pattern ONE_LINE = Pattern.compile("[A-Za-z0-9+/,]*");

    private final byte[] bytes;
    private final JsonObject map;

    private SourceMap(byte[] bytes, JsonObject map) {
        this.bytes = bytes;
        this.map = map;
    }

    /**
     * Parses a source map.
     *
     * @param bytes JSON text
     * @throws MalformedSourceMapException if the text is not a source map of a module
     */
    static SourceMap of(byte[] bytes) {
        JsonObject map;
        try {
            map = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new MalformedSourceMapException("it is not a JSON object");
        }
        if (!(map.get("sources") instanceof JsonArray)
                || map.has("names") && !map.get("names").isJsonArray()
                || map.get("mappings") == null
                || !map.get("mappings").isJsonPrimitive()
                || !ONE_LINE.matcher(map.get("mappings").getAsString()).matches()) {
            throw new MalformedSourceMapException(
                    "it is not a source map of a module: it must have sources, and mappings in one line");
        }
        return new SourceMap(bytes, map);
    }

    /** The JSON text that it was parsed from. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** A minimal source map: the mappings, with numbers for sources and names. */
    byte[] skeleton() {
        var skeleton = new JsonObject();
        skeleton.addProperty("version", 3);
        skeleton.add("sources", numbers(map.getAsJsonArray("sources").size()));
        skeleton.add("names", numbers(names().size()));
        skeleton.add("mappings", map.get("mappings"));
        return skeleton.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonArray numbers(int count) {
        var numbers = new JsonArray();
        for (int i = 0; i < count; i++) {
            numbers.add(String.valueOf(i));
        }
        return numbers;
    }

    private JsonArray names() {
        return map.has("names") ? map.getAsJsonArray("names") : new JsonArray();
    }

    /**
     * Makes the source map of a rewritten binary.
     *
     * @param written the skeleton after rewriting; it has all sources and some of the names of this map
     * @param binaryName the file name of the rewritten binary
     */
    byte[] with(byte[] written, String binaryName) {
        JsonObject skeleton = JsonParser.parseString(new String(written, StandardCharsets.UTF_8))
                .getAsJsonObject();
        var names = new JsonArray();
        for (JsonElement number : skeleton.getAsJsonArray("names")) {
            names.add(names().get(number.getAsInt()));
        }
        JsonObject other = map.deepCopy();
        other.add("names", names);
        other.add("mappings", skeleton.get("mappings"));
        if (other.has("file")) {
            other.addProperty("file", binaryName);
        }
        return other.toString().getBytes(StandardCharsets.UTF_8);
    }
}
