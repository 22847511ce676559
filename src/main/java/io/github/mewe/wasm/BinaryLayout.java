package io.github.mewe.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the sections of a binary lie, and its function bodies (WebAssembly specification, section 5.5). Reading it
 * finds what is not a module at all, and sizes that would make a reader allocate without bound.
 *
 * @param sections the sections, in their order
 * @param bodies the defined functions' bodies, in their order
 */
public record BinaryLayout(List<Section> sections, List<Body> bodies) {
    /** The name of the custom section that says where the source map is. */
    public static final String SOURCE_MAP_SECTION = "sourceMappingURL";

    private static final int CUSTOM = 0;
    private static final int CODE = 10;
    private static final int HEADER = 8;

    /** What every engine for the web accepts at most. */
    private static final int MOST_LOCALS = 50_000;

    /** Copies the lists. */
    public BinaryLayout {
        sections = List.copyOf(sections);
        bodies = List.copyOf(bodies);
    }

    /**
     * A section.
     *
     * @param id its number
     * @param name the name of a custom section, else empty
     * @param start where the section's own number stands
     * @param contents where its contents start
     * @param end the byte behind it
     */
    public record Section(int id, String name, int start, int contents, int end) {}

    /**
     * A function body, with its declarations of locals.
     *
     * @param start the first byte behind its size
     * @param size its bytes
     */
    public record Body(int start, int size) {}

    /** The bytes of each body, in their order. */
    public List<Integer> bodySizes() {
        return bodies.stream().map(Body::size).toList();
    }

    /** The bytes of all bodies. */
    public long codeBytes() {
        return bodies.stream().mapToLong(Body::size).sum();
    }

    /** Whether there is a custom section of a name. */
    public boolean hasCustom(String name) {
        return custom(name).isPresent();
    }

    /** The custom section of a name. */
    public Optional<Section> custom(String name) {
        return sections.stream()
                .filter(s -> s.id() == CUSTOM && s.name().equals(name))
                .findFirst();
    }

    /**
     * Where a binary says that its source map is.
     *
     * @param binary the binary that this is the layout of
     */
    public Optional<String> sourceMapUrl(byte[] binary) {
        return custom(SOURCE_MAP_SECTION).map(section -> {
            var reader = new Reader(binary, section.contents(), section.end());
            reader.text();
            return reader.text();
        });
    }

    /**
     * Reads a binary's layout.
     *
     * @param binary the bytes of a module
     * @throws MalformedModuleException if they are none
     */
    public static BinaryLayout of(byte[] binary) {
        checkHeader(binary);
        var sections = new ArrayList<Section>();
        List<Body> bodies = List.of();
        var reader = new Reader(binary, HEADER, binary.length);
        while (reader.hasMore()) {
            int start = reader.position();
            int id = reader.take();
            int size = reader.size("section");
            int contents = reader.position();
            int end = contents + size;
            String name = id == CUSTOM ? new Reader(binary, contents, end).text() : "";
            sections.add(new Section(id, name, start, contents, end));
            if (id == CODE) {
                bodies = bodies(new Reader(binary, contents, end));
            } else if (id != CUSTOM && id != 8) {
                int entries = new Reader(binary, contents, end).number();
                // Every entry takes a byte at least; the data count is a promise of entries to come.
                if (Integer.compareUnsigned(entries, id == 12 ? binary.length : size) > 0) {
                    throw new MalformedModuleException("a section declares more entries than it can hold", contents);
                }
            }
            reader.skipTo(end);
        }
        return new BinaryLayout(sections, bodies);
    }

    private static void checkHeader(byte[] binary) {
        if (binary.length == 0) {
            throw new MalformedModuleException(
                    "the file is empty. Check that the build step that makes it ran and succeeded", -1);
        }
        if (binary.length < HEADER || binary[0] != 0 || binary[1] != 'a' || binary[2] != 's' || binary[3] != 'm') {
            boolean text = new String(binary, 0, Math.min(binary.length, 512), StandardCharsets.UTF_8)
                    .codePoints()
                    .allMatch(c -> c >= 32 && c != 0xFFFD || c == '\n' || c == '\r' || c == '\t');
            throw new MalformedModuleException(
                    text
                            ? "it is a text file, not a WebAssembly binary. Assemble it first and give the .wasm as the"
                                    + " input"
                            : "it is not a WebAssembly binary: it does not start with the bytes 00 61 73 6d",
                    0);
        }
        int version = (binary[4] & 0xFF) | (binary[5] & 0xFF) << 8;
        int layer = (binary[6] & 0xFF) | (binary[7] & 0xFF) << 8;
        if (layer == 1) {
            throw new MalformedModuleException(
                    "it is a component (WebAssembly component model), not a core module. Give the core module that the"
                            + " component was made from, and make the component from the output",
                    4);
        }
        if (version != 1 || layer != 0) {
            throw new MalformedModuleException(
                    "it has WebAssembly's binary format version " + version + "; only version 1 is known", 4);
        }
    }

    private static List<Body> bodies(Reader reader) {
        int count = reader.number();
        var bodies = new ArrayList<Body>();
        for (int i = 0; Integer.compareUnsigned(i, count) < 0; i++) {
            int size = reader.size("function body");
            int start = reader.position();
            checkLocals(reader.within(start + size));
            bodies.add(new Body(start, size));
            reader.skipTo(start + size);
        }
        return bodies;
    }

    private static void checkLocals(Reader reader) {
        int start = reader.position();
        int groups = reader.number();
        long locals = 0;
        for (int i = 0; Integer.compareUnsigned(i, groups) < 0; i++) {
            locals += Integer.toUnsignedLong(reader.number());
            if (locals > MOST_LOCALS) {
                throw new MalformedModuleException(
                        "a function has more than " + MOST_LOCALS + " locals, which no engine accepts", start);
            }
            reader.skipType();
        }
    }

    /** Reads numbers from a range of bytes. */
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int position;

        Reader(byte[] bytes, int position, int end) {
            this.bytes = bytes;
            this.position = position;
            this.end = end;
        }

        int position() {
            return position;
        }

        boolean hasMore() {
            return position < end;
        }

        void skipTo(int newPosition) {
            position = newPosition;
        }

        Reader within(int newEnd) {
            return new Reader(bytes, position, newEnd);
        }

        int take() {
            if (position >= end) {
                throw new MalformedModuleException("it ends unexpectedly", position);
            }
            return bytes[position++] & 0xFF;
        }

        /** An unsigned LEB128 number of 32 bits. */
        int number() {
            int result = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int next = take();
                result |= (next & 0x7F) << shift;
                if (next < 0x80) {
                    return result;
                }
            }
            throw new MalformedModuleException("a number has more than 32 bits", position);
        }

        int size(String of) {
            int start = position;
            int size = number();
            if (Integer.compareUnsigned(size, end - position) > 0) {
                throw new MalformedModuleException("a " + of + " extends beyond the end: the file is cut off", start);
            }
            return size;
        }

        String text() {
            int size = size("name");
            position += size;
            return new String(bytes, position - size, size, StandardCharsets.UTF_8);
        }

        /** Skips a value type: one byte, or a reference type with a heap type behind it. */
        void skipType() {
            int code = take();
            if (code == 0x63 || code == 0x64) {
                while (take() >= 0x80) {
                    // the heap type's number goes on
                }
            }
        }
    }
}
