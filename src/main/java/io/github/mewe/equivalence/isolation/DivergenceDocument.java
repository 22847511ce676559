package io.github.mewe.equivalence.isolation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.RunOutcome;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.equivalence.harness.TestInput;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes a divergence: for the report, and as a module and an input that reproduce it. */
final class DivergenceDocument {
    private static final int MOST_SHOWN = 12;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_VALUE = 400;
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .serializeNulls()
            .create();

    private final IsolationContext context;
    private final InitialMemory map;
    private final PreparedGroup prepared;
    private final VariantGroup group;
    private final Manifest.Variant variant;
    private final DivergenceCase.Runs runs;
    private final FunctionType shape;

    DivergenceDocument(
            IsolationContext context, PreparedGroup prepared, Manifest.Variant variant, DivergenceCase.Runs runs) {
        this.context = context;
        this.map = context.memory();
        this.prepared = prepared;
        this.group = prepared.group();
        this.variant = variant;
        this.runs = runs;
        this.shape = runs.shape();
    }

    /** Describes the divergence of a body on an input. */
    IsolatedDivergence write(TestModule.Body changed, TestInput input) {
        Map<String, Object> one = observed(prepared.original(), input);
        Map<String, Object> other = observed(changed, input);
        String name = (group.function().name() + "-" + variant.name()).replaceAll("[^A-Za-z0-9._$-]", "_");
        if (name.length() > LONGEST_NAME) {
            name = name.substring(0, 100) + "-" + variant.index();
        }
        var text = new LinkedHashMap<String, Object>();
        text.put("function", group.function().name());
        text.put("index", group.function().index());
        text.put("variant", variant.name());
        text.put("variantIndex", variant.index());
        text.put("chain", variant.chain());
        text.put("module", name + ".wat");
        text.put("input", input(input));
        text.put("original", one);
        text.put("outcome", other);
        List<Manifest.Step> culprit = variant.chain().size() == 1 ? variant.chain() : null;
        var divergence = new Verification.Divergence(
                group.function().name(),
                variant.name(),
                variant.chain(),
                culprit,
                null,
                GSON.toJson(input(input)).replaceAll("\\s+", " "),
                difference(one, other),
                difference(other, one),
                name + ".json");
        return new IsolatedDivergence(divergence, name, wat(input), GSON.toJson(text) + "\n");
    }

    private Map<String, Object> input(TestInput input) {
        var text = new LinkedHashMap<String, Object>();
        text.put("arguments", values(shape.params(), input.arguments()));
        var globals = new LinkedHashMap<String, String>();
        int next = 0;
        for (int i = 0; i < map.globals().size(); i++) {
            ModuleSections.Global global = map.globals().get(i);
            if (global.isMutable() && global.type().isScalar()) {
                globals.put(Integer.toString(i), value(global.type(), input.globals()[next++]));
            }
        }
        text.put("globals", globals);
        text.put("memory", memory(input.pokes()));
        if (!input.effects().isEmpty()) {
            text.put(
                    "writesByCalls",
                    input.effects().stream()
                            .map(effect -> "call " + (effect.call() + 1) + ": "
                                    + Integer.toUnsignedString(effect.poke().address()) + " "
                                    + hex(effect.poke()))
                            .toList());
        }
        return text;
    }

    /** The written bytes in hexadecimal, by the address of the first of each run of bytes. */
    private static Map<String, String> memory(List<TestInput.Poke> pokes) {
        var bytes = new TreeMap<Integer, Integer>();
        for (TestInput.Poke poke : pokes) {
            for (int i = 0; i < poke.size(); i++) {
                bytes.put(poke.address() + i, poke.at(i));
            }
        }
        var memory = new LinkedHashMap<String, String>();
        int start = 0;
        int next = -1;
        for (Map.Entry<Integer, Integer> entry : bytes.entrySet()) {
            start = entry.getKey() == next ? start : entry.getKey();
            memory.merge(Integer.toUnsignedString(start), String.format("%02x", entry.getValue()), String::concat);
            next = entry.getKey() + 1;
        }
        return memory;
    }

    private static String hex(TestInput.Poke poke) {
        var text = new StringBuilder();
        for (int i = 0; i < poke.size(); i++) {
            text.append(String.format("%02x", poke.at(i)));
        }
        return text.toString();
    }

    private static List<String> values(List<ValueType> types, long[] bits) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < bits.length; i++) {
            texts.add(value(types.get(i), bits[i]));
        }
        return texts;
    }

    private static String value(ValueType type, long bits) {
        String number = type.isFloat()
                ? "0x" + (type.isNarrow() ? Integer.toHexString((int) bits) : Long.toHexString(bits))
                : type.isNarrow() ? Integer.toString((int) bits) : Long.toString(bits);
        return type + ":" + number;
    }

    /** The observable behaviour of a body on an input, in the order of comparison. */
    private Map<String, Object> observed(TestModule.Body body, TestInput input) {
        TestInstance instance = prepared.instance();
        RunOutcome outcome = runs.run(instance, body, input, true);
        var text = new LinkedHashMap<String, Object>();
        text.put("end", outcome.end() == RunOutcome.End.TRAPPED ? "trap: " + outcome.trap() : end(outcome));
        text.put("results", values(shape.results(), outcome.results()));
        var calls = new ArrayList<String>();
        for (StubRecorder.Call call : instance.recorder().detailed()) {
            calls.add(called(call));
        }
        text.put("calls", calls);
        var writes = new LinkedHashMap<String, String>();
        instance.memory()
                .changes()
                .forEach((place, value) ->
                        writes.put(Integer.toUnsignedString(place), String.format("%02x", value & 0xFF)));
        text.put("memory", writes);
        var globals = new ArrayList<String>();
        for (long value : instance.globals()) {
            globals.add("0x" + Long.toHexString(value));
        }
        text.put("globals", globals);
        return text;
    }

    private static String end(RunOutcome outcome) {
        return outcome.end() == RunOutcome.End.RETURNED ? "returns" : "does not terminate where the other body does";
    }

    private static String called(StubRecorder.Call call) {
        return call.callee() + hexes(call.arguments()) + " -> " + hexes(call.results()) + " with memory "
                + Long.toHexString(call.memory());
    }

    private static String hexes(long[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> "0x" + Long.toHexString(value))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The entries of the first outcome that differ from the other. */
    private static String difference(Map<String, Object> outcome, Map<String, Object> other) {
        var text = new ArrayList<String>();
        outcome.forEach((key, value) -> {
            if (!value.equals(other.get(key))) {
                String all = value.toString();
                text.add(key + " " + (all.length() > LONGEST_VALUE ? difference(value, other.get(key)) : all));
            }
        });
        return text.isEmpty() ? outcome.get("end").toString() : String.join("; ", text);
    }

    private static String difference(Object value, Object other) {
        if (value instanceof List<?> list && other instanceof List<?> otherList) {
            for (int i = 0; i < list.size(); i++) {
                if (i >= otherList.size() || !list.get(i).equals(otherList.get(i))) {
                    return "item " + (i + 1) + " " + list.get(i);
                }
            }
            return list.size() + " items";
        }
        if (value instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
            return map.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(otherMap.get(entry.getKey())))
                    .limit(MOST_SHOWN)
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }

    /** The text of a module that exports both bodies, with the input already in its memory. */
    private String wat(TestInput input) {
        var module = new TestModule(context.modules(), map, false);
        TestModule.Body original = module.addOriginal(group.function().index(), group.real());
        TestModule.Body changed = module.addVariant(variant.index(), variant.helpers(), group.real());
        module.settle();
        Map<String, TestModule.Body> exports = new LinkedHashMap<>();
        exports.put("original", original);
        exports.put("variant", changed);
        byte[] image = map.image();
        for (TestInput.Poke poke : input.pokes()) {
            for (int i = 0; i < poke.size(); i++) {
                image[poke.address() + i] = (byte) poke.at(i);
            }
        }
        try (BinaryenModule binaryen = BinaryenModule.open(module.write(exports, Optional.of(image)))) {
            return binaryen.text();
        } catch (MalformedModuleException e) {
            return ";; cannot print the module: " + e.getMessage() + "\n";
        }
    }
}
