package io.github.mewe.wasm;

import java.util.Arrays;
import java.util.Optional;

/** Recursive groups without types, which are valid, but which the native library does not read. */
public final class EmptyGroups {
    private static final int LONGEST_NUMBER = 5;
    private static final int ONE_BYTE = 0x80;

    private EmptyGroups() {}

    /**
     * Removes the empty groups of a module. No other part moves, so that a source map still fits.
     *
     * @param module a module, which is not changed
     */
    public static byte[] without(byte[] module) {
        Optional<BinaryLayout.Section> types = BinaryLayout.of(module).sections().stream()
                .filter(section -> section.is(SectionId.TYPE))
                .findFirst();
        return types.map(section -> without(module, section)).orElse(module);
    }

    private static byte[] without(byte[] module, BinaryLayout.Section section) {
        var reader = new BinaryReader(module, section.contents(), section.end());
        int entries = reader.count();
        int groups = 0;
        var kept = new BinaryWriter();
        for (int i = 0; i < entries; i++) {
            int start = reader.position();
            int types = 1;
            if (reader.peek() == TypeFormat.RECURSIVE_GROUP) {
                reader.u8();
                types = reader.count();
            }
            for (int j = 0; j < types; j++) {
                new TypeTranscriber(reader, new BinaryWriter(), index -> index).definition();
            }
            if (types > 0) {
                kept.raw(reader.since(start));
                groups++;
            }
        }
        return groups == entries ? module : replaced(module, section, groups, kept);
    }

    /** Writes the section again in the same size; space that is too large for the number of entries gets a type. */
    private static byte[] replaced(byte[] module, BinaryLayout.Section section, int groups, BinaryWriter kept) {
        int space = section.end() - section.contents() - kept.size();
        var result = new BinaryWriter().raw(Arrays.copyOf(module, section.contents()));
        if (space <= LONGEST_NUMBER) {
            result.padded(groups, space).raw(kept);
        } else {
            int count = new BinaryWriter().u32(groups + 1).size();
            result.u32(groups + 1).raw(kept).raw(functionType(space - count));
        }
        return result.raw(Arrays.copyOfRange(module, section.end(), module.length))
                .toBytes();
    }

    /** A function type without results in a number of bytes. */
    private static BinaryWriter functionType(int size) {
        int rest = size - 2;
        int countSize = rest <= ONE_BYTE ? 1 : LONGEST_NUMBER;
        var writer = new BinaryWriter().u8(TypeFormat.FUNCTION).padded(rest - countSize, countSize);
        for (int i = 0; i < rest - countSize; i++) {
            writer.valueType(ValueType.I32);
        }
        return writer.u32(0);
    }
}
