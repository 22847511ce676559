package io.github.mewe.wasm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of a module's imports. An index counts the imports of its own kind alone, so imports of different kinds may
 * change places without any other change to the module.
 */
final class ImportOrder {
    private static final int TABLE = 1;
    private static final int MEMORY = 2;
    private static final int GLOBAL = 3;
    private static final int TAG = 4;

    private static final int HAS_MAXIMUM = 1;
    private static final int HAS_PAGE_SIZE = 8;

    private ImportOrder() {}

    /** The kinds of imports. */
    enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    private record Import(Kind kind, byte[] bytes) {}

    /**
     * Orders the imports of a module like those of another, which has the same ones at the start of each kind. Imports
     * that the other does not have come last.
     *
     * @param model the contents of the other module's import section
     * @param contents the contents of the import section
     * @return the contents in the new order
     */
    static byte[] like(byte[] model, byte[] contents) {
        List<Import> imports = read(contents);
        Map<Kind, ArrayDeque<Import>> byKind = new EnumMap<>(Kind.class);
        for (Import each : imports) {
            byKind.computeIfAbsent(each.kind(), kind -> new ArrayDeque<>()).add(each);
        }
        var ordered = new ArrayList<Import>();
        for (Import each : read(model)) {
            Import next = byKind.getOrDefault(each.kind(), new ArrayDeque<>()).poll();
            if (next != null) {
                ordered.add(next);
            }
        }
        Set<Import> left = Collections.newSetFromMap(new IdentityHashMap<>());
        byKind.values().forEach(left::addAll);
        imports.stream().filter(left::contains).forEach(ordered::add);
        var writer = new BinaryWriter().u32(ordered.size());
        ordered.forEach(each -> writer.raw(each.bytes()));
        return writer.toBytes();
    }

    /** The number of imports of each kind in the contents of an import section. */
    static Map<Kind, Integer> counts(BinaryReader contents) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        read(contents).forEach(each -> counts.merge(each.kind(), 1, Integer::sum));
        return counts;
    }

    /** The number of imported functions of a module. */
    static int functions(byte[] binary, BinaryLayout layout) {
        return layout.sections().stream()
                .filter(section -> section.is(SectionId.IMPORT))
                .map(section -> counts(new BinaryReader(binary, section.contents(), section.end())))
                .mapToInt(counts -> counts.getOrDefault(Kind.FUNCTION, 0))
                .findFirst()
                .orElse(0);
    }

    private static List<Import> read(byte[] contents) {
        return read(new BinaryReader(contents));
    }

    private static List<Import> read(BinaryReader reader) {
        var imports = new ArrayList<Import>();
        for (int count = reader.count(); count > 0; count--) {
            int start = reader.position();
            reader.name();
            reader.name();
            Kind kind = skipType(reader);
            imports.add(new Import(kind, reader.since(start)));
        }
        return imports;
    }

    private static Kind skipType(BinaryReader reader) {
        switch (reader.u8()) {
            case TABLE -> {
                reader.skipValueType();
                skipLimits(reader);
                return Kind.TABLE;
            }
            case MEMORY -> {
                skipLimits(reader);
                return Kind.MEMORY;
            }
            case GLOBAL -> {
                reader.skipValueType();
                reader.u8();
                return Kind.GLOBAL;
            }
            case TAG -> {
                reader.u8();
                reader.u32();
                return Kind.TAG;
            }
            default -> {
                // Functions, with an exact type or without.
                reader.u32();
                return Kind.FUNCTION;
            }
        }
    }

    private static void skipLimits(BinaryReader reader) {
        int flags = reader.u8();
        reader.u64();
        if ((flags & HAS_MAXIMUM) != 0) {
            reader.u64();
        }
        if ((flags & HAS_PAGE_SIZE) != 0) {
            reader.u32();
        }
    }
}
