package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive locals of one type, as a function body declares them.
 *
 * @param count the number of locals
 * @param type their type
 */
public record LocalGroup(int count, ValueType type) {
    /** Reads the declarations at the start of a body. */
    public static List<LocalGroup> readAll(BinaryReader reader) {
        int size = reader.count();
        var groups = new ArrayList<LocalGroup>(size);
        for (int i = 0; i < size; i++) {
            groups.add(new LocalGroup(reader.u32(), reader.valueType()));
        }
        return groups;
    }

    /** Writes the declarations at the start of a body. */
    public static void writeAll(List<LocalGroup> groups, BinaryWriter writer) {
        writer.u32(groups.size());
        groups.forEach(group -> writer.u32(group.count).valueType(group.type));
    }
}
