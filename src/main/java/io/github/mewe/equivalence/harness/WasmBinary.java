package io.github.mewe.equivalence.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a module's sections say, as far as bodies depend on it. Immutable after construction. */
public final class WasmBinary {
    private static final int HEADER = 8;
    private static final int FUNCTION = 0;
    private static final int TABLE = 1;
    private static final int MEMORY = 2;
    private static final int GLOBAL = 3;
    private static final int PASSIVE = 1;
    private static final int EXPLICIT = 2;

    /** The module's types; empty for those that are no function types. */
    final List<Optional<FunctionShape>> types = new ArrayList<>();

    /** The content of the type section. */
    byte[] typeSection = {0};

    /** How many entries the type section's vector has: one for each group of types. */
    int typeEntries;

    /** The functions' types, those of imported functions first. */
    final List<Integer> functionTypes = new ArrayList<>();

    public int importedFunctions;
    int importedGlobals;

    /** The globals, imported ones first. */
    final List<Global> globals = new ArrayList<>();

    /** The memories' limits as they stand in the binary. */
    public final List<MemoryType> memories = new ArrayList<>();

    int tables;
    int tags;

    /** The tag section's types. */
    final List<Integer> tagTypes = new ArrayList<>();

    int importedTags;

    /** The bodies of the defined functions. */
    public final List<Body> bodies = new ArrayList<>();

    final List<Data> data = new ArrayList<>();

    private final byte[] bytes;

    /**
     * A global.
     *
     * @param type the code of its type
     * @param isMutable whether it can be written
     * @param name the name that it is imported under; empty if it is defined
     * @param init the instructions that give its first value; none if it is imported
     */
    public record Global(int type, boolean isMutable, String name, byte[] init) {}

    /**
     * A memory.
     *
     * @param flags the flags of its limits
     * @param least its first size in pages
     * @param most its greatest size in pages; -1 if there is none
     */
    public record MemoryType(int flags, long least, long most) {
        public boolean isShared() {
            return (flags & 2) != 0;
        }

        boolean is64() {
            return (flags & 4) != 0;
        }
    }

    /**
     * Where a body is.
     *
     * @param start the offset of its locals
     * @param end the offset behind it
     */
    public record Body(int start, int end) {
        public int size() {
            return end - start;
        }
    }

    /**
     * A data segment.
     *
     * @param isActive whether it is copied when the module is instantiated
     * @param memory which memory it is copied to
     * @param offset the instructions that give its place
     * @param content its bytes
     */
    record Data(boolean isActive, int memory, byte[] offset, byte[] content) {}

    /**
     * Reads a module.
     *
     * @param bytes a valid module
     */
    public WasmBinary(byte[] bytes) {
        this.bytes = bytes;
        var reader = new ByteReader(bytes, HEADER, bytes.length);
        while (reader.hasMore()) {
            int id = reader.u8();
            int size = reader.u32();
            int start = reader.position();
            ByteReader section = reader.part(size);
            switch (id) {
                case 1 -> types(section, start, size);
                case 2 -> imports(section);
                case 3 -> each(section, () -> functionTypes.add(section.u32()));
                case 4 -> each(section, () -> tables++);
                case 5 -> each(section, () -> memories.add(memory(section)));
                case 6 -> each(section, () -> global(section));
                case 10 -> each(section, () -> body(section));
                case 11 -> each(section, () -> data(section));
                case 13 -> each(section, () -> tag(section));
                default -> {}
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** The body of a function by its index among all functions. */
    public Body body(int function) {
        return bodies.get(function - importedFunctions);
    }

    public FunctionShape shape(int function) {
        return types.get(functionTypes.get(function))
                .orElseThrow(() -> new UnsupportedCodeException("has a type that is not understood"));
    }

    private static void each(ByteReader section, Runnable entry) {
        for (int count = section.u32(); count > 0; count--) {
            entry.run();
        }
    }

    private void types(ByteReader section, int start, int size) {
        typeEntries = section.u32();
        int head = section.position();
        typeSection = java.util.Arrays.copyOfRange(bytes, head, start + size);
        for (int i = 0; i < typeEntries; i++) {
            if (section.peek() == 0x4E) {
                section.u8();
                each(section, () -> type(section));
            } else {
                type(section);
            }
        }
    }

    private void type(ByteReader section) {
        int code = section.u8();
        if (code == 0x50 || code == 0x4F) {
            each(section, section::u32);
            code = section.u8();
        }
        if (code == 0x60) {
            List<Integer> params = values(section);
            types.add(Optional.of(new FunctionShape(params, values(section))));
            return;
        }
        if (code == 0x5F) {
            each(section, () -> field(section));
        } else {
            field(section);
        }
        types.add(Optional.empty());
    }

    private static void field(ByteReader section) {
        valueType(section);
        section.u8();
    }

    private static List<Integer> values(ByteReader section) {
        List<Integer> values = new ArrayList<>();
        each(section, () -> values.add(valueType(section)));
        return values;
    }

    /** Reads the type of a value; those that name another type are all {@link FunctionShape#OTHER}. */
    public static int valueType(ByteReader reader) {
        int code = reader.u8();
        if (code == 0x63 || code == 0x64) {
            reader.signed();
            return FunctionShape.OTHER;
        }
        return code;
    }

    private void imports(ByteReader section) {
        each(section, () -> {
            section.name();
            String name = section.name();
            switch (section.u8()) {
                case FUNCTION -> {
                    functionTypes.add(section.u32());
                    importedFunctions++;
                }
                case TABLE -> {
                    valueType(section);
                    limits(section);
                    tables++;
                }
                case MEMORY -> memories.add(memory(section));
                case GLOBAL -> {
                    int type = valueType(section);
                    globals.add(new Global(type, section.u8() == 1, name, new byte[0]));
                    importedGlobals++;
                }
                default -> {
                    section.u8();
                    tagTypes.add(section.u32());
                    tags++;
                    importedTags++;
                }
            }
        });
    }

    private static MemoryType memory(ByteReader section) {
        int flags = section.u8();
        long least = section.u64();
        long most = (flags & 1) != 0 ? section.u64() : -1;
        if ((flags & 8) != 0) {
            section.u32();
        }
        return new MemoryType(flags, least, most);
    }

    private static void limits(ByteReader section) {
        if ((section.u8() & 1) != 0) {
            section.u64();
        }
        section.u64();
    }

    private void global(ByteReader section) {
        int type = valueType(section);
        boolean isMutable = section.u8() == 1;
        globals.add(new Global(type, isMutable, "", expression(section)));
    }

    private void tag(ByteReader section) {
        section.u8();
        tagTypes.add(section.u32());
        tags++;
    }

    private void body(ByteReader section) {
        int size = section.u32();
        bodies.add(new Body(section.position(), section.position() + size));
        section.part(size);
    }

    private void data(ByteReader section) {
        int flags = section.u32();
        int memory = flags == EXPLICIT ? section.u32() : 0;
        byte[] offset = flags == PASSIVE ? new byte[0] : expression(section);
        data.add(new Data(flags != PASSIVE, memory, offset, section.take(section.u32())));
    }

    /** The instructions of a constant expression, without its end. */
    private static byte[] expression(ByteReader section) {
        int start = section.position();
        byte[] before = new byte[0];
        while (section.peek() != Instruction.END) {
            Instruction.read(section);
            before = section.since(start);
        }
        section.u8();
        return before;
    }
}
