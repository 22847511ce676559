package io.github.mewe.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters of instances of an instrumented module, by the names of their exports, as a host read them.
 *
 * @param values the values; those of several instances are added up
 */
public record RecordedCounts(Map<String, Long> values) {
    /** Copies the map. */
    public RecordedCounts {
        values = Map.copyOf(values);
    }

    /**
     * Reads the JSON form: an object of the exports' names and values, these as numbers or in quotes, or an array of
     * such objects, one an instance.
     *
     * @param json the text
     * @throws ProfileException if it is anything else
     */
    public static RecordedCounts parse(String json) {
        JsonElement root;
        try {
            root = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            throw new ProfileException("it is not JSON: " + e.getMessage());
        }
        Map<String, Long> sums = new HashMap<>();
        if (root instanceof JsonArray instances) {
            instances.forEach(instance -> add(instance, sums));
        } else {
            add(root, sums);
        }
        return new RecordedCounts(sums);
    }

    private static void add(JsonElement instance, Map<String, Long> sums) {
        if (!(instance instanceof JsonObject counts)) {
            throw new ProfileException("it must be a JSON object such as {\"mewe_calls_3\":\"12\"}, or an array of"
                    + " such objects, one for each instance");
        }
        for (Map.Entry<String, JsonElement> entry : counts.entrySet()) {
            long value = value(entry.getKey(), entry.getValue());
            // A constant says the same in each instance.
            if (entry.getKey().startsWith(ProfileCounters.MODULE)) {
                sums.put(entry.getKey(), value);
            } else {
                sums.merge(entry.getKey(), value, Math::addExact);
            }
        }
    }

    private static long value(String name, JsonElement value) {
        try {
            if (value instanceof JsonPrimitive number && !number.isBoolean()) {
                long count = new BigDecimal(number.getAsString()).longValueExact();
                if (count >= 0) {
                    return count;
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below: the value itself tells more than either message.
        }
        throw new ProfileException(
                "the value of " + name + " is " + value + "; it must be a whole number of 0 or more");
    }

    /**
     * Makes a profile of the counts.
     *
     * @param functions the functions of the module that was instrumented
     * @throws ProfileException if the counts are those of another module, or nothing was called
     */
    public RecordedProfile toProfile(FunctionList functions) {
        values.keySet().stream().sorted().forEach(name -> check(name, functions));
        List<RecordedProfile.Function> called = new ArrayList<>();
        for (int i = 0; i < functions.names().size(); i++) {
            int index = functions.imports() + i;
            long calls = of(ProfileCounters.CALLS, index);
            if (calls > 0) {
                called.add(new RecordedProfile.Function(
                        index,
                        functions.names().get(i).orElse(null),
                        calls,
                        Math.min(calls, of(ProfileCounters.INDIRECT, index)),
                        of(ProfileCounters.COST, index) / (double) ProfileCounters.UNITS));
            }
        }
        if (called.isEmpty()) {
            throw new ProfileException(
                    "no function of the module was called. Read the counters after the work is done, from the instance"
                            + " that did it");
        }
        return new RecordedProfile(
                RecordedProfile.SCHEMA_VERSION,
                functions.module(),
                functions.sha256(),
                functions.imports(),
                functions.names().size(),
                called);
    }

    private long of(String counter, int index) {
        return values.getOrDefault(counter + index, 0L);
    }

    private static void check(String name, FunctionList functions) {
        if (name.startsWith(ProfileCounters.MODULE)) {
            if (!name.equals(ProfileCounters.MODULE + functions.sha256())) {
                throw new ProfileException("the counts are those of another module: their SHA-256 is "
                        + name.substring(ProfileCounters.MODULE.length()) + ", that of " + functions.module() + " is "
                        + functions.sha256() + ". Instrument the module again and record anew");
            }
            return;
        }
        for (String counter : List.of(ProfileCounters.CALLS, ProfileCounters.INDIRECT, ProfileCounters.COST)) {
            if (name.startsWith(counter)) {
                int index = index(name, name.substring(counter.length()));
                if (index < functions.imports()
                        || index >= functions.imports() + functions.names().size()) {
                    throw new ProfileException(name + " is no counter of this module: its own functions have the"
                            + " indices from " + functions.imports() + " to "
                            + (functions.imports() + functions.names().size() - 1));
                }
                return;
            }
        }
        throw unknown(name);
    }

    private static int index(String name, String digits) {
        try {
            return Integer.parseUnsignedInt(digits);
        } catch (NumberFormatException e) {
            throw unknown(name);
        }
    }

    private static ProfileException unknown(String name) {
        return new ProfileException(name + " is no counter's name: they start with " + ProfileCounters.CALLS + ", "
                + ProfileCounters.INDIRECT + ", " + ProfileCounters.COST + " and " + ProfileCounters.MODULE);
    }
}
