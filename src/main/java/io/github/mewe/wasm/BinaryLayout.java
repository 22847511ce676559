package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The positions of a module's sections and function bodies (core specification, section 5.5). Reading rejects files
 * that are not modules, and sizes for which a reader would allocate unbounded memory.
 *
 * @param sections the sections in their order
 * @param bodies the bodies of the defined functions in their order
 */
public record BinaryLayout(List<Section> sections, List<Body> bodies) {
    /** The name of the custom section that holds the URL of the source map. */
    public static final String SOURCE_MAP_SECTION = "sourceMappingURL";

    /** The magic number and the version of a core module. */
    static final byte[] HEADER_BYTES = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private static final int MAGIC_SIZE = 4;

    /** Copies the lists. */
    public BinaryLayout {
        sections = List.copyOf(sections);
        bodies = List.copyOf(bodies);
    }

    /**
     * A section.
     *
     * @param id its number; a number without a {@link SectionId} is unknown
     * @param name the name of a custom section, else empty
     * @param start the byte of the section's number
     * @param contents the first byte of its contents
     * @param end the byte after its contents
     */
    public record Section(int id, String name, int start, int contents, int end) {
        /** Determines if the section has the number of a known one. */
        public boolean is(SectionId known) {
            return id == known.code();
        }
    }

    /**
     * A function body, with its declarations of locals.
     *
     * @param start the first byte after its size
     * @param size its size in bytes
     */
    public record Body(int start, int size) {
        /** The byte after the body. */
        public int end() {
            return start + size;
        }
    }

    /** The size of each body in bytes, in their order. */
    public List<Integer> bodySizes() {
        return bodies.stream().map(Body::size).toList();
    }

    /** The size of all bodies in bytes. */
    public long codeBytes() {
        return bodies.stream().mapToLong(Body::size).sum();
    }

    /** Determines if the module has a custom section with this name. */
    public boolean hasCustom(String name) {
        return custom(name).isPresent();
    }

    /** Finds a custom section by its name. */
    public Optional<Section> custom(String name) {
        return sections.stream()
                .filter(s -> s.is(SectionId.CUSTOM) && s.name().equals(name))
                .findFirst();
    }

    /**
     * Reads the URL of the source map; empty without one, and where the section is malformed, which engines ignore.
     *
     * @param binary the binary that has this layout
     */
    public Optional<String> sourceMapUrl(byte[] binary) {
        return custom(SOURCE_MAP_SECTION).flatMap(section -> {
            var reader = new BinaryReader(binary, section.contents(), section.end());
            reader.name();
            try {
                return Optional.of(reader.utf8());
            } catch (MalformedModuleException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Reads a binary's layout.
     *
     * @param binary the bytes of a file
     * @throws MalformedModuleException if they are not a module
     */
    public static BinaryLayout of(byte[] binary) {
        checkHeader(binary);
        var sections = new ArrayList<Section>();
        List<Body> bodies = List.of();
        var reader = new BinaryReader(binary, HEADER_BYTES.length, binary.length);
        while (reader.hasMore()) {
            int start = reader.position();
            int id = reader.u8();
            int size = reader.size("section");
            BinaryReader contents = reader.part(size);
            int first = contents.position();
            boolean isCustom = id == SectionId.CUSTOM.code();
            sections.add(new Section(id, isCustom ? contents.name() : "", start, first, first + size));
            if (id == SectionId.CODE.code()) {
                bodies = bodies(contents);
            } else if (!isCustom && id != SectionId.START.code()) {
                // Every entry takes at least one byte. The data count refers to entries of a later section.
                int most = id == SectionId.DATA_COUNT.code() ? binary.length : size;
                if (Integer.compareUnsigned(contents.u32(), most) > 0) {
                    throw new MalformedModuleException("a section declares more entries than it can hold", first);
                }
            }
        }
        return new BinaryLayout(sections, bodies);
    }

    private static void checkHeader(byte[] binary) {
        if (binary.length == 0) {
            throw new MalformedModuleException(
                    "the file is empty. Check that the build step that creates it ran successfully", -1);
        }
        if (binary.length < HEADER_BYTES.length || !Arrays.equals(binary, 0, MAGIC_SIZE, HEADER_BYTES, 0, MAGIC_SIZE)) {
            throw new MalformedModuleException(ForeignFormat.describe(binary), 0);
        }
        int version = (binary[4] & 0xFF) | (binary[5] & 0xFF) << 8;
        int layer = (binary[6] & 0xFF) | (binary[7] & 0xFF) << 8;
        if (layer == 1) {
            throw new MalformedModuleException(
                    "it is a component (WebAssembly component model), not a core module. The goal diversify accepts"
                            + " components; for this goal, use the core module that the component is built from",
                    4);
        }
        if (version != 1 || layer != 0) {
            throw new MalformedModuleException(
                    "it has WebAssembly's binary format version " + version + "; only version 1 is supported", 4);
        }
    }

    private static List<Body> bodies(BinaryReader reader) {
        int count = reader.u32();
        var bodies = new ArrayList<Body>();
        for (int i = 0; Integer.compareUnsigned(i, count) < 0; i++) {
            int size = reader.size("function body");
            bodies.add(new Body(reader.position(), size));
            reader.part(size);
        }
        return bodies;
    }
}
