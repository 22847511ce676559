package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.common.DeepThread;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists function bodies as text: one instruction per line, in the order of the binary, indented by nesting depth. Such
 * a listing is easier to compare than folded expressions, where a change also moves the code around it.
 */
public final class StackListing {
    private static final int FIRST_BYTES = 1 << 20;
    private static final int BYTES_OF_FUNCTION = 400;
    private static final String FUNCTION = " (func $";
    private static final String END = " )";

    private StackListing() {}

    /**
     * Lists functions.
     *
     * @param functions names of defined functions
     * @return the declarations of locals and the instructions of each function, in the given order
     */
    public static Map<String, String> of(BinaryenModule module, List<String> functions) {
        if (functions.isEmpty()) {
            return Map.of();
        }
        return DeepThread.call(() -> list(module, functions));
    }

    private static Map<String, String> list(BinaryenModule module, List<String> functions) {
        var names = new Names();
        Map<String, String> aliases = new HashMap<>();
        // The scratch module declares everything that the functions refer to, and prints nothing else.
        long scratch = mewe_module_scratch(module.handle());
        try {
            for (String function : functions) {
                String alias = module.uniqueNames().function("listed-" + aliases.size());
                mewe_function_clone(scratch, module.function(function), names.of(alias));
                aliases.put(alias, function);
            }
            Map<String, String> found = split(print(scratch, module.functions().size() + functions.size()), aliases);
            var ordered = new LinkedHashMap<String, String>();
            functions.forEach(function -> ordered.put(function, found.get(function)));
            return ordered;
        } finally {
            BinaryenModuleDispose(scratch);
        }
    }

    private static String print(long module, int functions) {
        for (long size = FIRST_BYTES + (long) BYTES_OF_FUNCTION * functions; ; size *= 4) {
            var buffer = new byte[(int) Math.min(size, Integer.MAX_VALUE - 16)];
            long written = BinaryenModuleWriteStackIR(module, buffer, buffer.length);
            if (written < buffer.length) {
                return new String(buffer, 0, (int) written, StandardCharsets.UTF_8);
            }
            if (size > buffer.length) {
                throw new IllegalStateException("the listing exceeds the size of a Java array");
            }
        }
    }

    private static Map<String, String> split(String text, Map<String, String> aliases) {
        Map<String, String> found = new HashMap<>();
        List<String> body = new ArrayList<>();
        String current = null;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.startsWith(FUNCTION)) {
                String alias = line.substring(FUNCTION.length()).split("[ )]", 2)[0];
                current = aliases.get(alias);
                body.clear();
            } else if (current != null && line.equals(END)) {
                found.put(current, String.join("\n", body));
                current = null;
            } else if (current != null) {
                body.add(line.startsWith("  ") ? line.substring(2) : line);
            }
        }
        if (found.size() != aliases.size()) {
            throw new IllegalStateException("Binaryen printed only " + found.size() + " of " + aliases.size()
                    + " functions: " + Arrays.toString(text.lines().limit(3).toArray()));
        }
        return found;
    }
}
