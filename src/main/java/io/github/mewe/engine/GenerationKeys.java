package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.BinaryLayout.Section;
import io.github.mewe.wasm.SectionId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hashes of everything that the generation of a function's variants depends on: the function's code, the code of the
 * callees that variants may inline, the module's declarations, the parameters, the seed, and the plugin.
 */
final class GenerationKeys {
    /** Custom sections that change a module as the generator sees it. */
    private static final Set<String> CUSTOM_SECTIONS = Set.of("name", "target_features");

    private final byte[] binary;
    private final BinaryenModule module;
    private final Map<String, Body> bodies = new LinkedHashMap<>();

    /** The hashes of functions, many of which have several callers. */
    private final Map<String, byte[]> hashes = new HashMap<>();

    private GenerationKeys(InputModule input, BinaryenModule module) {
        this.binary = input.bytes();
        this.module = module;
        List<Body> inOrder = input.layout().bodies();
        for (FunctionInfo function : module.functions()) {
            if (!function.isImported()) {
                bodies.put(function.name(), inOrder.get(bodies.size()));
            }
        }
    }

    /**
     * The keys of the defined functions, in order, in hexadecimal digits.
     *
     * @param job the input and the request
     * @param module the input, analysed
     * @param costs the cost limits of the functions' variants
     */
    static List<String> of(DiversificationJob job, AnalyzedModule module, VariantCostLimits costs) {
        var keys = new GenerationKeys(job.input(), module.binaryen());
        byte[] common = keys.common(job, module);
        var all = new ArrayList<String>();
        for (String function : keys.bodies.keySet()) {
            int index = all.size();
            byte[] own = ByteBuffer.allocate(Long.BYTES + Double.BYTES)
                    .putLong(module.source().content(index))
                    .putDouble(costs.applyAsDouble(index))
                    .array();
            all.add(HexFormat.of().formatHex(Sha256.of(common, own, keys.code(function))));
        }
        return all;
    }

    private byte[] common(DiversificationJob job, AnalyzedModule analyzed) {
        var declarations = new ByteArrayOutputStream();
        for (Section section : job.input().layout().sections()) {
            boolean isCode = section.is(SectionId.CODE) || section.is(SectionId.DATA);
            boolean isIgnored = section.is(SectionId.CUSTOM) && !CUSTOM_SECTIONS.contains(section.name());
            if (!isCode && !isIgnored) {
                declarations.write(binary, section.start(), section.end() - section.start());
            }
        }
        GenerationOptions generation = job.request().generation();
        var options = new TreeMap<String, String>();
        generation.describe(options);
        String parameters = String.join(
                "\n",
                PluginContent.hash(),
                options.toString(),
                String.valueOf(generation.budget().isRaisedIn(analyzed.source().codeBytes())),
                String.valueOf(
                        generation.budget().usualVariants(analyzed.source().codeBytes())),
                String.valueOf(job.request().population()),
                String.valueOf(job.seed().generation()),
                analyzed.heap().unchanged().stream().sorted().toList().toString());
        return Sha256.of(declarations.toByteArray(), parameters.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The code of a function, of the callees that may be inlined, and of theirs, with their names; and the names of
     * other callees.
     */
    private byte[] code(String function) {
        var code = new ByteArrayOutputStream();
        Set<String> seen = new HashSet<>();
        var left = new ArrayDeque<String>();
        left.add(function);
        while (!left.isEmpty()) {
            String next = left.remove();
            Body body = bodies.get(next);
            if (body == null || !seen.add(next)) {
                continue;
            }
            if (next.equals(function) || ModuleSource.isInlinable(body.size())) {
                code.writeBytes(hashes.computeIfAbsent(next, any -> hash(next, body)));
                left.addAll(module.directCallees(next));
            } else {
                code.writeBytes((next + '\0').getBytes(StandardCharsets.UTF_8));
            }
        }
        return code.toByteArray();
    }

    private byte[] hash(String name, Body body) {
        return Sha256.of(
                (name + '\0').getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(binary, body.start(), body.end()));
    }
}
