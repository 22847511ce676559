package io.github.mewe.wasm;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Finds the types of one module in another, and adds those that it lacks. Types are equal if their recursive groups are
 * equal and they have the same place there (isorecursive equality).
 */
final class TypeMapping implements IntUnaryOperator {
    private final TypeSection from;
    private final TypeSection to;

    /** The number of the first type of a group by the group's definitions, which refer to other types by numbers. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final Map<Integer, Integer> indices = new HashMap<>();
    private final int[] fromNumbers;
    private final BinaryWriter added = new BinaryWriter();
    private int nextNumber;
    private int addedGroups;
    private int addedTypes;

    TypeMapping(TypeSection from, TypeSection to) {
        this.from = from;
        this.to = to;
        this.fromNumbers = numbered(from);
        int[] toNumbers = numbered(to);
        for (int i = 0; i < toNumbers.length; i++) {
            indices.putIfAbsent(toNumbers[i], i);
        }
    }

    private int[] numbered(TypeSection section) {
        var result = new int[section.count()];
        for (TypeSection.Group group : section.groups()) {
            // No type has a negative number, so that a reference within the group differs from any other.
            byte[] definitions = group.with(type -> group.contains(type) ? group.first() - type - 1 : result[type]);
            Integer number = numbers.putIfAbsent(new String(definitions, StandardCharsets.ISO_8859_1), nextNumber);
            for (int i = 0; i < group.count(); i++) {
                result[group.first() + i] = (number == null ? nextNumber : number) + i;
            }
            nextNumber += group.count();
        }
        return result;
    }

    /** The index that a type has in the other module. */
    @Override
    public int applyAsInt(int type) {
        if (type < 0 || type >= fromNumbers.length) {
            throw new MalformedModuleException("type " + type + " does not exist", -1);
        }
        Integer index = indices.get(fromNumbers[type]);
        return index != null ? index : add(group(type), type);
    }

    private TypeSection.Group group(int type) {
        return from.groups().stream()
                .filter(group -> group.contains(type))
                .findFirst()
                .orElseThrow();
    }

    private int add(TypeSection.Group group, int type) {
        // Types that the group refers to come first.
        group.with(other -> group.contains(other) ? other : applyAsInt(other));
        int first = to.count() + addedTypes;
        if (group.count() > 1) {
            added.u8(TypeFormat.RECURSIVE_GROUP).u32(group.count());
        }
        added.raw(group.with(other -> group.contains(other) ? other - group.first() + first : applyAsInt(other)));
        addedGroups++;
        addedTypes += group.count();
        for (int i = 0; i < group.count(); i++) {
            indices.put(fromNumbers[group.first() + i], first + i);
        }
        return type - group.first() + first;
    }

    /** The contents of the other module's type section with the added types. */
    byte[] extended(byte[] contents) {
        var reader = new BinaryReader(contents);
        int entries = reader.count();
        return new BinaryWriter()
                .u32(entries + addedGroups)
                .raw(reader.bytes(contents.length - reader.position()))
                .raw(added)
                .toBytes();
    }
}
