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
 * The counters of an instrumented module as a host read them.
 *
 * @param values the values by export, summed over instances
 */
public record RecordedCounts(Map<String, Long> values) {
    /** Copies the map. */
    public RecordedCounts {
        values = Map.copyOf(values);
    }

    /**
     * Parses JSON: an object from exports to values, as numbers or strings, or an array of such objects, one per
     * instance.
     *
     * @throws ProfileException if the text has another form
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
                    + " such objects, one per instance");
        }
        for (Map.Entry<String, JsonElement> entry : counts.entrySet()) {
            long value = value(entry.getKey(), entry.getValue());
            // The constant is equal in all instances.
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
            // Reported below with the value.
        }
        throw new ProfileException(
                "the value of " + name + " is " + value + "; it must be a non-negative whole number");
    }

    /**
     * Converts the counts to a profile.
     *
     * @param functions the functions of the module before instrumentation
     * @throws ProfileException if the counts belong to another module or no function was called
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
                    "no function of the module was called. Read the counters after the work, from the instance that did"
                            + " it");
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
                throw new ProfileException("the counts belong to another module: its SHA-256 is "
                        + name.substring(ProfileCounters.MODULE.length()) + ", but that of " + functions.module()
                        + " is " + functions.sha256() + ". Instrument the module again and record new counts");
            }
            return;
        }
        for (String counter : List.of(ProfileCounters.CALLS, ProfileCounters.INDIRECT, ProfileCounters.COST)) {
            if (name.startsWith(counter)) {
                int index = index(name, name.substring(counter.length()));
                if (index < functions.imports()
                        || index >= functions.imports() + functions.names().size()) {
                    throw new ProfileException(name + " is not a counter of this module: its functions have indices"
                            + " from " + functions.imports() + " to "
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
        return new ProfileException(name + " is not the name of a counter: names start with " + ProfileCounters.CALLS
                + ", " + ProfileCounters.INDIRECT + ", " + ProfileCounters.COST + " and " + ProfileCounters.MODULE);
    }
}
