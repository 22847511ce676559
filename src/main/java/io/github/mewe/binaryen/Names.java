package io.github.mewe.binaryen;

import io.github.mewe.binaryen.jni.Binaryen;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Converts names between Java and native memory, where they stay interned until the process ends. */
final class Names {
    private final Map<Long, String> texts = new ConcurrentHashMap<>();
    private final Map<String, Long> pointers = new ConcurrentHashMap<>();

    /** The text of a native name; null for a null pointer. */
    String text(long name) {
        if (name == 0) {
            return null;
        }
        return texts.computeIfAbsent(name, n -> {
            var bytes = new byte[(int) Binaryen.mewe_name_size(n)];
            Binaryen.mewe_name_copy(n, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        });
    }

    /** The native name of a text; 0 for null. */
    long of(String text) {
        if (text == null) {
            return 0;
        }
        return pointers.computeIfAbsent(text, Names::intern);
    }

    private static long intern(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Binaryen.mewe_name(bytes, bytes.length);
    }
}
