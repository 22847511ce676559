package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares a module with the limits of engines. */
public final class LimitCheck {
    private final byte[] binary;
    private final BinaryLayout layout;
    private final TypeSection types;

    /**
     * Prepares to check a module.
     *
     * @param binary the module
     * @param layout its layout
     */
    public LimitCheck(byte[] binary, BinaryLayout layout) {
        this.binary = binary;
        this.layout = layout;
        this.types = TypeSection.of(binary, layout);
    }

    /** The size of the whole module in the terms of each limit that applies to modules. */
    public Map<EngineLimit, Integer> sizes() {
        Map<EngineLimit, Integer> sizes = new EnumMap<>(EngineLimit.class);
        Map<ImportOrder.Kind, Integer> imported = section(SectionId.IMPORT)
                .map(section -> ImportOrder.counts(section))
                .orElse(Map.of());
        sizes.put(EngineLimit.MODULE_BYTES, binary.length);
        sizes.put(EngineLimit.TYPES, types.count());
        sizes.put(EngineLimit.IMPORTS, count(SectionId.IMPORT));
        sizes.put(EngineLimit.EXPORTS, count(SectionId.EXPORT));
        sizes.put(EngineLimit.ELEMENT_SEGMENTS, count(SectionId.ELEMENT));
        sizes.put(EngineLimit.DATA_SEGMENTS, count(SectionId.DATA));
        sizes.put(EngineLimit.FUNCTIONS, count(SectionId.FUNCTION) + of(imported, ImportOrder.Kind.FUNCTION));
        sizes.put(EngineLimit.TABLES, count(SectionId.TABLE) + of(imported, ImportOrder.Kind.TABLE));
        sizes.put(EngineLimit.MEMORIES, count(SectionId.MEMORY) + of(imported, ImportOrder.Kind.MEMORY));
        sizes.put(EngineLimit.GLOBALS, count(SectionId.GLOBAL) + of(imported, ImportOrder.Kind.GLOBAL));
        sizes.put(EngineLimit.TAGS, count(SectionId.TAG) + of(imported, ImportOrder.Kind.TAG));
        return sizes;
    }

    private static int of(Map<ImportOrder.Kind, Integer> imported, ImportOrder.Kind kind) {
        return imported.getOrDefault(kind, 0);
    }

    private int count(SectionId id) {
        return section(id).map(BinaryReader::u32).orElse(0);
    }

    private Optional<BinaryReader> section(SectionId id) {
        return layout.sections().stream()
                .filter(section -> section.is(id))
                .findFirst()
                .map(section -> new BinaryReader(binary, section.contents(), section.end()));
    }

    /** The defined functions that exceed a limit, by their indices among the defined ones, with one sentence each. */
    public SortedMap<Integer, String> functions() {
        List<Integer> typeOf =
                section(SectionId.FUNCTION).map(LimitCheck::indices).orElse(List.of());
        var exceeding = new TreeMap<Integer, String>();
        for (int i = 0; i < Math.min(typeOf.size(), layout.bodies().size()); i++) {
            int type = typeOf.get(i);
            if (type >= 0 && type < types.count()) {
                int function = i;
                excess(layout.bodies().get(i), types.arities().get(type))
                        .ifPresent(reason -> exceeding.put(function, reason));
            }
        }
        return exceeding;
    }

    private static List<Integer> indices(BinaryReader reader) {
        int count = reader.count();
        var indices = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            indices.add(reader.u32());
        }
        return indices;
    }

    private Optional<String> excess(BinaryLayout.Body body, TypeTranscriber.Arity arity) {
        var reader = new BinaryReader(binary, body.start(), body.end());
        return excess(EngineLimit.BODY_BYTES, body.size())
                .or(() -> excess(EngineLimit.PARAMETERS, arity.params()))
                .or(() -> excess(EngineLimit.RESULTS, arity.results()))
                .or(() -> excess(EngineLimit.LOCALS, arity.params() + locals(reader)))
                .or(() -> body.size() > EngineLimit.BRANCH_TABLE_LABELS.max()
                        ? excess(EngineLimit.BRANCH_TABLE_LABELS, labels(reader))
                        : Optional.empty());
    }

    private static Optional<String> excess(EngineLimit limit, long size) {
        return size <= limit.max()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "it has %,d %s; engines accept %,d", size, limit.unit(), limit.max()));
    }

    /** Reads the declarations of locals, and counts the locals. */
    private static long locals(BinaryReader reader) {
        long locals = 0;
        for (int groups = reader.count(); groups > 0; groups--) {
            locals += Integer.toUnsignedLong(reader.u32());
            reader.skipValueType();
        }
        return locals;
    }

    /** The number of labels of the largest branch table. */
    private static int labels(BinaryReader reader) {
        int most = 0;
        try {
            while (reader.hasMore()) {
                Instruction instruction = Instruction.read(reader);
                if (instruction.opcode() == Opcode.BR_TABLE) {
                    most = Math.max(most, instruction.labels().size() - 1);
                }
            }
        } catch (MalformedModuleException e) {
            // If the native library knows the instruction, the body can be processed.
        }
        return most;
    }
}
