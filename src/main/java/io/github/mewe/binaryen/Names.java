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
        String known = texts.get(name);
        return known == null ? texts.computeIfAbsent(name, Names::read) : known;
    }

    /** The native name of a text; 0 for null. */
    long of(String text) {
        if (text == null) {
            return 0;
        }
        Long known = pointers.get(text);
        return known == null ? pointers.computeIfAbsent(text, Names::intern) : known;
    }

    private static String read(long name) {
        var bytes = new byte[(int) Binaryen.mewe_name_size(name)];
        Binaryen.mewe_name_copy(name, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long intern(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Binaryen.mewe_name(bytes, bytes.length);
    }
}
