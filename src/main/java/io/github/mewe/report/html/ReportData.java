package io.github.mewe.report.html;

import com.google.gson.stream.JsonWriter;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.Verification;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The data of the report's scripts as compact JSON: one array per function property, because thousands of objects would
 * repeat the property names, and repeated texts as indices into a list. {@code data.js} reads it.
 */
final class ReportData {
    private static final int DIGITS = 4;

    private final ReportContent content;
    private final List<Manifest.Function> functions;
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private final StringWriter text = new StringWriter();
    private final JsonWriter json = new JsonWriter(text);

    private ReportData(ReportContent content) {
        this.content = content;
        this.functions = content.manifest().functions();
    }

    /** Returns the JSON text. */
    static String of(ReportContent content) {
        try {
            return new ReportData(content).write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private String write() throws IOException {
        json.setSerializeNulls(false);
        json.setHtmlSafe(true);
        json.beginObject();
        functions();
        variants();
        if (content.calls().isPresent()) {
            calls(content.calls().get());
        }
        if (content.verification().isPresent()) {
            verification(content.verification().get());
        }
        if (content.measurement().isPresent()) {
            measurement(content.measurement().get());
        }
        json.name("maxOverhead").value(content.manifest().parameters().getOrDefault("budget/maxOverhead", ""));
        json.name("predicted").value(content.manifest().prediction().overhead());
        json.name("predictedFrom").value(content.manifest().prediction().from());
        json.name("words");
        strings(words.keySet());
        json.endObject();
        json.flush();
        return text.toString();
    }

    private void functions() throws IOException {
        texts("name", Manifest.Function::name);
        numbers("index", Manifest.Function::index);
        numbers("instructions", Manifest.Function::instructions);
        numbers("bytes", Manifest.Function::bytes);
        numbers("kept", f -> f.originalIndex() == null ? 0 : 1);
        numbers(
                "granularity",
                f -> f.choice() == null
                        ? word(f.variants().isEmpty() ? "none" : "single")
                        : word(f.choice().granularity()));
        numbers(
                "dispatcher",
                f -> f.choice() == null ? word("none") : word(f.choice().dispatcher()));
        numbers(
                "shape",
                f -> f.choice() == null ? word("none") : word(f.choice().shape()));
        numbers("number", f -> f.choice() == null ? -1 : f.choice().number());
        numbers("bits", f -> f.choice() == null ? 0 : f.choice().bits());
        numbers(
                "bound",
                f -> f.choice() == null || f.choice().boundBodies() == null
                        ? 0
                        : f.choice().boundBodies());
        numbers("calls", f -> f.load() == null ? 0 : f.load().calls());
        numbers("indirect", f -> f.load() == null ? 0 : f.load().indirectCalls());
        numbers("share", f -> f.load() == null ? 0 : f.load().share());
        numbers("reason", f -> f.reason() == null ? -1 : word(f.reason()));
    }

    private void variants() throws IOException {
        json.name("variants").beginArray();
        for (Manifest.Function function : functions) {
            json.beginArray();
            for (Manifest.Variant variant : function.variants()) {
                json.beginArray().value(variant.bytes()).value(variant.helpers().size());
                json.value(word(derivation(variant)));
                for (Manifest.Step step : variant.chain()) {
                    json.value(word(step.strategy() + ": " + step.rule()));
                }
                json.endArray();
            }
            json.endArray();
        }
        json.endArray();
    }

    private static String derivation(Manifest.Variant variant) {
        if (variant.status() == null) {
            return "not checked";
        }
        return variant.isProved() ? "proved" : "to be executed";
    }

    private void calls(CallGraph graph) throws IOException {
        json.name("callees").beginArray();
        for (CallGraph.Node function : graph.functions()) {
            json.beginArray();
            for (int callee : function.callees()) {
                json.value(callee);
            }
            json.endArray();
        }
        json.endArray();
        json.name("entry").beginArray();
        for (CallGraph.Node function : graph.functions()) {
            json.value((function.exported() ? 1 : 0) + (function.referenced() ? 2 : 0));
        }
        json.endArray();
    }

    /** Writes the results of the variants in the order of the manifest. */
    private void verification(Verification verification) throws IOException {
        Map<String, Verification.Variant> byName = new HashMap<>();
        verification.functions().forEach(f -> f.variants().forEach(v -> byName.put(v.name(), v)));
        json.name("verified").beginArray();
        for (Manifest.Function function : functions) {
            json.beginArray();
            for (Manifest.Variant variant : function.variants()) {
                Verification.Variant found = byName.get(variant.name());
                json.beginArray();
                if (found != null) {
                    json.value(word(found.status())).value(found.inputs());
                    number(found.reached() == null ? -1 : found.reached());
                    if (found.reason() != null) {
                        json.value(word(found.reason()));
                    }
                }
                json.endArray();
            }
            json.endArray();
        }
        json.endArray();
    }

    private void measurement(Measurement measurement) throws IOException {
        if (measurement.statics() != null) {
            measured(measurement.statics());
        }
        json.name("dynamics").beginArray();
        for (Measurement.Dynamics runs : orNone(measurement.dynamics())) {
            dynamics(runs);
        }
        json.endArray().name("times").beginArray();
        for (Measurement.Times times : orNone(measurement.times())) {
            if (times.failure() == null) {
                json.beginObject().name("invocation").value(times.invocation());
                distribution("original", times.original());
                distribution("multivariant", times.multivariant());
                json.endObject();
            }
        }
        json.endArray().name("frontier").beginArray();
        for (Measurement.Budgeted budget : orNone(measurement.frontier())) {
            json.beginObject();
            named("budget", budget.maxOverhead());
            named("predicted", budget.predicted());
            json.name("call").value(budget.atEachCall());
            json.name("paced").value(budget.paced());
            json.name("instance").value(budget.oncePerInstance());
            json.name("bound").value(budget.bound());
            named("bits", budget.bitsPerRun());
            json.endObject();
        }
        json.endArray();
        if (measurement.exposure() != null && measurement.exposure().commonSequences() != null) {
            json.name("common").beginArray();
            for (var entry : measurement.exposure().commonSequences().entrySet()) {
                json.beginArray().value(entry.getKey());
                number(entry.getValue());
                json.endArray();
            }
            json.endArray();
        }
    }

    private void measured(Measurement.Statics statics) throws IOException {
        distribution("distances", statics.distances());
        Map<Integer, Measurement.FunctionEntry> byIndex = new HashMap<>();
        orNone(statics.functionEntries()).forEach(entry -> byIndex.put(entry.index(), entry));
        numbers(
                "distance",
                f -> byIndex.containsKey(f.index()) ? byIndex.get(f.index()).distance() : -1);
        numbers(
                "commonOf",
                f -> byIndex.containsKey(f.index()) ? byIndex.get(f.index()).commonSequences() : -1);
    }

    private void dynamics(Measurement.Dynamics runs) throws IOException {
        if (runs.failure() != null || runs.picture() == null) {
            return;
        }
        json.beginObject().name("invocation").value(runs.invocation());
        json.name("picture").beginArray();
        for (List<Integer> run : runs.picture()) {
            json.beginArray();
            for (int body : run) {
                json.value(body);
            }
            json.endArray();
        }
        json.endArray().endObject();
    }

    private void distribution(String name, Measurement.Distribution distribution) throws IOException {
        if (distribution == null || distribution.quantiles() == null) {
            return;
        }
        json.name(name).beginArray();
        for (double quantile : distribution.quantiles()) {
            number(quantile);
        }
        json.endArray();
    }

    private void texts(String name, Function<Manifest.Function, String> property) throws IOException {
        var column = new ArrayList<String>(functions.size());
        functions.forEach(function -> column.add(property.apply(function)));
        json.name(name);
        strings(column);
    }

    private void strings(Collection<String> texts) throws IOException {
        json.beginArray();
        for (String entry : texts) {
            json.value(entry);
        }
        json.endArray();
    }

    private void numbers(String name, Function<Manifest.Function, Number> property) throws IOException {
        json.name(name).beginArray();
        for (Manifest.Function function : functions) {
            number(property.apply(function).doubleValue());
        }
        json.endArray();
    }

    private void named(String name, double value) throws IOException {
        json.name(name);
        number(value);
    }

    /** Writes whole numbers exactly and others with {@link #DIGITS} significant digits. */
    private void number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.nullValue();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.value((long) value);
        } else {
            json.value(new BigDecimal(value).round(new MathContext(DIGITS)));
        }
    }

    /** Returns the index of a repeated text. */
    private int word(String text) {
        return words.computeIfAbsent(text, t -> words.size());
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : list;
    }
}
