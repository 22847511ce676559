package io.github.mewe.wasm;

import io.github.mewe.wasm.TypeTranscriber.Arity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The type section of a module.
 *
 * @param groups its recursive groups in order; a type outside any group forms its own group
 * @param arities the sizes of its types
 */
record TypeSection(List<Group> groups, List<Arity> arities) {
    /** Copies the lists. */
    TypeSection {
        groups = List.copyOf(groups);
        arities = List.copyOf(arities);
    }

    /**
     * A recursive group.
     *
     * @param first the index of its first type
     * @param count the number of its types
     * @param definitions its types in the binary format
     */
    record Group(int first, int count, byte[] definitions) {
        /** Returns true if a type belongs to the group. */
        boolean contains(int type) {
            return type >= first && type < first + count;
        }

        /** Copies the types, and gives other types that they refer to new indices. */
        byte[] with(IntUnaryOperator indices) {
            var writer = new BinaryWriter();
            var transcriber = new TypeTranscriber(new BinaryReader(definitions), writer, indices);
            for (int i = 0; i < count; i++) {
                transcriber.definition();
            }
            return writer.toBytes();
        }
    }

    /** Reads the type section of a module; a module without one has no types. */
    static TypeSection of(byte[] binary, BinaryLayout layout) {
        return layout.sections().stream()
                .filter(section -> section.is(SectionId.TYPE))
                .findFirst()
                .map(section -> read(new BinaryReader(binary, section.contents(), section.end())))
                .orElse(new TypeSection(List.of(), List.of()));
    }

    private static TypeSection read(BinaryReader reader) {
        var groups = new ArrayList<Group>();
        var arities = new ArrayList<Arity>();
        for (int entries = reader.count(); entries > 0; entries--) {
            int count = 1;
            if (reader.peek() == TypeFormat.RECURSIVE_GROUP) {
                reader.u8();
                count = reader.count();
            }
            int start = reader.position();
            var transcriber = new TypeTranscriber(reader, new BinaryWriter(), index -> index);
            for (int i = 0; i < count; i++) {
                arities.add(transcriber.definition());
            }
            groups.add(new Group(arities.size() - count, count, reader.since(start)));
        }
        return new TypeSection(groups, arities);
    }

    /** The number of types. */
    int count() {
        return arities.size();
    }
}
