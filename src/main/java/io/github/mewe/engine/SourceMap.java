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
 * A source map of a module (ECMA-426): offsets in the binary, as columns of one line, and the places in sources that
 * they stand for. What it says beside that is kept as it is.
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
     * Reads a map.
     *
     * @param bytes a JSON text
     * @throws MalformedSourceMapException if it is no map that can be rewritten
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
                    "it is not a map of one binary: it needs sources, and mappings in" + " one line");
        }
        return new SourceMap(bytes, map);
    }

    /** What it was read from. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** The mappings alone; sources and names are numbers. */
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
     * The map of another binary.
     *
     * @param written a skeleton with its mappings; its sources are this map's, its names some of them
     * @param binaryName the other binary's file name
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
