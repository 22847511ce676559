package io.github.mewe.wasm;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The names of locals and labels and the branch hints of bodies that took the places of their stubs. */
final class BodyAnnotations {
    private static final int LOCAL_NAMES = 2;
    private static final int LABEL_NAMES = 3;
    private static final byte[] EMPTY_LIST = {0};

    private final byte[] original;
    private final BinaryLayout layout;
    private final Collection<BodyStubs.Moved> moves;

    /**
     * Creates an instance.
     *
     * @param original the original module
     * @param layout its layout
     * @param moves the moved bodies
     */
    BodyAnnotations(byte[] original, BinaryLayout layout, Collection<BodyStubs.Moved> moves) {
        this.original = original;
        this.layout = layout;
        this.moves = moves;
    }

    /**
     * Adds the original names to a name section.
     *
     * @param content the content of the section
     */
    byte[] names(byte[] content) {
        try {
            SortedMap<Integer, byte[]> subsections = subsections(content);
            SortedMap<Integer, byte[]> originals = content(CustomSections.NAMES)
                    .map(BodyAnnotations::subsections)
                    .orElseGet(TreeMap::new);
            for (int id : List.of(LOCAL_NAMES, LABEL_NAMES)) {
                byte[] changed = subsections.getOrDefault(id, EMPTY_LIST);
                byte[] before = originals.getOrDefault(id, EMPTY_LIST);
                byte[] merged = merged(changed, before, BodyAnnotations::skipNames, (moved, names) -> names);
                if (merged.length > EMPTY_LIST.length) {
                    subsections.put(id, merged);
                }
            }
            var result = new BinaryWriter();
            subsections.forEach((id, bytes) -> result.u8(id).u32(bytes.length).raw(bytes));
            return result.toBytes();
        } catch (MalformedModuleException e) {
            // Engines ignore malformed names.
            return content;
        }
    }

    /**
     * Adds the original branch hints to a section of hints.
     *
     * @param content the content of the section; empty if there is none
     * @return empty if there are no hints
     */
    Optional<byte[]> hints(Optional<byte[]> content) {
        byte[] before = content(CustomSections.BRANCH_HINTS).orElse(EMPTY_LIST);
        try {
            byte[] merged =
                    merged(content.orElse(EMPTY_LIST), before, BodyAnnotations::skipHints, BodyAnnotations::movedHints);
            return Optional.of(merged).filter(hints -> hints.length > EMPTY_LIST.length);
        } catch (MalformedModuleException e) {
            // Engines ignore malformed hints.
            return content;
        }
    }

    private byte[] merged(
            byte[] changed,
            byte[] before,
            Consumer<BinaryReader> skip,
            BiFunction<BodyStubs.Moved, byte[], byte[]> moving) {
        SortedMap<Integer, byte[]> originals = byFunction(before, skip);
        SortedMap<Integer, byte[]> merged = byFunction(changed, skip);
        for (BodyStubs.Moved moved : moves) {
            Optional.ofNullable(originals.get(moved.from()))
                    .ifPresent(entry -> merged.put(moved.to(), moving.apply(moved, entry)));
        }
        var writer = new BinaryWriter().u32(merged.size());
        merged.forEach((function, entry) -> writer.u32(function).raw(entry));
        return writer.toBytes();
    }

    private Optional<byte[]> content(String name) {
        return layout.custom(name).map(section -> {
            var reader = new BinaryReader(original, section.contents(), section.end());
            reader.name();
            return Arrays.copyOfRange(original, reader.position(), section.end());
        });
    }

    private static SortedMap<Integer, byte[]> subsections(byte[] content) {
        var subsections = new TreeMap<Integer, byte[]>();
        var reader = new BinaryReader(content);
        while (reader.hasMore()) {
            int id = reader.u8();
            subsections.put(id, reader.bytes(reader.size("subsection")));
        }
        return subsections;
    }

    private static SortedMap<Integer, byte[]> byFunction(byte[] list, Consumer<BinaryReader> skip) {
        var entries = new TreeMap<Integer, byte[]>();
        var reader = new BinaryReader(list);
        for (int count = reader.count(); count > 0; count--) {
            int function = reader.u32();
            int start = reader.position();
            skip.accept(reader);
            entries.put(function, reader.since(start));
        }
        return entries;
    }

    private static void skipNames(BinaryReader reader) {
        for (int count = reader.count(); count > 0; count--) {
            reader.u32();
            reader.bytes(reader.size("name"));
        }
    }

    private static void skipHints(BinaryReader reader) {
        for (int count = reader.count(); count > 0; count--) {
            reader.u32();
            reader.bytes(reader.size("hint"));
        }
    }

    private static byte[] movedHints(BodyStubs.Moved moved, byte[] entry) {
        var reader = new BinaryReader(entry);
        int count = reader.count();
        var writer = new BinaryWriter().u32(count);
        for (int i = 0; i < count; i++) {
            writer.u32(moved.offset(reader.u32()));
            byte[] hint = reader.bytes(reader.size("hint"));
            writer.u32(hint.length).raw(hint);
        }
        return writer.toBytes();
    }
}
