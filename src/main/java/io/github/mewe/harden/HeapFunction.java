package io.github.mewe.harden;

import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A function of C's allocator, with 32-bit addresses. */
public enum HeapFunction {
    MALLOC(1, ValueType.I32, "malloc", "emscripten_builtin_malloc", "__libc_malloc", "dlmalloc"),
    FREE(1, ValueType.NONE, "free", "emscripten_builtin_free", "__libc_free", "dlfree"),
    CALLOC(2, ValueType.I32, "calloc", "emscripten_builtin_calloc", "__libc_calloc", "dlcalloc"),
    REALLOC(2, ValueType.I32, "realloc", "emscripten_builtin_realloc", "__libc_realloc", "dlrealloc"),
    ALIGNED_ALLOC(2, ValueType.I32, "aligned_alloc"),
    MEMALIGN(2, ValueType.I32, "memalign", "emscripten_builtin_memalign", "dlmemalign"),
    POSIX_MEMALIGN(3, ValueType.I32, "posix_memalign", "dlposix_memalign"),
    MALLOC_USABLE_SIZE(1, ValueType.I32, "malloc_usable_size", "dlmalloc_usable_size");

    private final Signature signature;
    private final List<String> names;

    HeapFunction(int parameters, ValueType result, String... names) {
        this.signature = new Signature(Collections.nCopies(parameters, ValueType.I32), result);
        this.names = List.of(names);
    }

    /** The function with a name in C. */
    public static Optional<HeapFunction> named(String cName) {
        return Arrays.stream(values())
                .filter(function -> function.cName().equals(cName))
                .findFirst();
    }

    /** The parameters and the result. */
    public Signature signature() {
        return signature;
    }

    /** The names in exports and name sections, the most usual one first. */
    Stream<String> names() {
        return names.stream();
    }

    /** The name in C. */
    public String cName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
