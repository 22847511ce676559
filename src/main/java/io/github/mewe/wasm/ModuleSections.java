package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The declarations of a module that its function bodies depend on. Represents all references to heap types as
 * {@link ValueType#REFERENCE}, because their numbers differ between modules.
 */
public final class ModuleSections {
    private static final int FUNCTION_IMPORT = 0;
    private static final int TABLE_IMPORT = 1;
    private static final int MEMORY_IMPORT = 2;
    private static final int GLOBAL_IMPORT = 3;
    private static final int PASSIVE = 1;
    private static final int EXPLICIT_MEMORY = 2;

    private final byte[] bytes;
    private final List<Optional<FunctionType>> types = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<Global> globals = new ArrayList<>();
    private final List<MemoryType> memories = new ArrayList<>();
    private final List<Data> data = new ArrayList<>();
    private final List<BinaryLayout.Body> bodies;
    private byte[] typeEntries = {};
    private int typeEntryCount;
    private int importedFunctions;
    private int importedGlobals;

    /**
     * A global.
     *
     * @param type its type
     * @param isMutable true if instructions can set it
     * @param name the name of an imported global, else empty
     * @param init the initialiser of a defined global, without its end instruction
     */
    public record Global(ValueType type, boolean isMutable, String name, List<Instruction> init) {}

    /**
     * The type of a memory.
     *
     * @param isShared true if threads can share it
     * @param is64 true if its addresses have 64 bits
     * @param least the initial size in pages
     * @param most the maximum size in pages; -1 if unlimited
     */
    public record MemoryType(boolean isShared, boolean is64, long least, long most) {
        /** Stands for the lack of a memory. */
        public static final MemoryType EMPTY = new MemoryType(false, false, 0, 0);

        private static final int HAS_MOST = 1;
        private static final int SHARED = 2;
        private static final int WIDE = 4;
        private static final int HAS_PAGE_SIZE = 8;

        private static MemoryType read(BinaryReader reader) {
            int flags = reader.u8();
            long least = reader.u64();
            long most = (flags & HAS_MOST) != 0 ? reader.u64() : -1;
            if ((flags & HAS_PAGE_SIZE) != 0) {
                reader.u32();
            }
            return new MemoryType((flags & SHARED) != 0, (flags & WIDE) != 0, least, most);
        }

        /** Writes the type. */
        public void write(BinaryWriter writer) {
            writer.u8((most < 0 ? 0 : HAS_MOST) | (isShared ? SHARED : 0) | (is64 ? WIDE : 0))
                    .u64(least);
            if (most >= 0) {
                writer.u64(most);
            }
        }
    }

    /**
     * A data segment.
     *
     * @param isActive true if instantiation copies it to memory
     * @param memory the memory that it is copied to
     * @param offset the instructions that compute its address, without the end instruction
     * @param content its bytes
     */
    public record Data(boolean isActive, int memory, List<Instruction> offset, byte[] content) {}

    /**
     * Reads a module.
     *
     * @param bytes a valid module
     * @throws MalformedModuleException if it is malformed or uses unknown features
     */
    public ModuleSections(byte[] bytes) {
        this.bytes = bytes;
        BinaryLayout layout = BinaryLayout.of(bytes);
        this.bodies = layout.bodies();
        for (BinaryLayout.Section section : layout.sections()) {
            var reader = new BinaryReader(bytes, section.contents(), section.end());
            SectionId.of(section.id()).ifPresent(id -> read(id, reader));
        }
    }

    private void read(SectionId id, BinaryReader reader) {
        switch (id) {
            case TYPE -> readTypes(reader);
            case IMPORT -> repeat(reader, () -> readImport(reader));
            case FUNCTION -> repeat(reader, () -> functionTypes.add(reader.u32()));
            case MEMORY -> repeat(reader, () -> memories.add(MemoryType.read(reader)));
            case GLOBAL -> repeat(reader, () -> readGlobal(reader));
            case DATA -> repeat(reader, () -> readData(reader));
            default -> {}
        }
    }

    private static void repeat(BinaryReader reader, Runnable entry) {
        for (int count = reader.count(); count > 0; count--) {
            entry.run();
        }
    }

    private void readTypes(BinaryReader reader) {
        typeEntryCount = reader.count();
        int start = reader.position();
        for (int i = 0; i < typeEntryCount; i++) {
            if (reader.peek() == TypeFormat.RECURSIVE_GROUP) {
                reader.u8();
                repeat(reader, () -> readType(reader));
            } else {
                readType(reader);
            }
        }
        typeEntries = reader.since(start);
    }

    private void readType(BinaryReader reader) {
        int start = reader.position();
        int code = reader.u8();
        if (code == TypeFormat.SUBTYPE || code == TypeFormat.FINAL_SUBTYPE) {
            repeat(reader, reader::u32);
            code = reader.u8();
        }
        if (code == TypeFormat.SHARED) {
            code = reader.u8();
        }
        switch (code) {
            case TypeFormat.FUNCTION -> {
                List<ValueType> params = readValueTypes(reader);
                types.add(Optional.of(new FunctionType(params, readValueTypes(reader))));
                return;
            }
            case TypeFormat.STRUCTURE -> repeat(reader, () -> skipField(reader));
            case TypeFormat.ARRAY -> skipField(reader);
            case TypeFormat.CONTINUATION -> reader.s33();
            default -> throw new MalformedModuleException(String.format("unknown type 0x%x", code), start);
        }
        types.add(Optional.empty());
    }

    private static void skipField(BinaryReader reader) {
        TypeFormat.skipStorageType(reader);
        reader.u8();
    }

    private static List<ValueType> readValueTypes(BinaryReader reader) {
        var values = new ArrayList<ValueType>();
        repeat(reader, () -> values.add(readValueType(reader)));
        return values;
    }

    private static ValueType readValueType(BinaryReader reader) {
        ValueType type = reader.valueType();
        return type.namesHeapType() ? ValueType.REFERENCE : type;
    }

    private void readImport(BinaryReader reader) {
        reader.name();
        String name = reader.name();
        switch (reader.u8()) {
            case FUNCTION_IMPORT -> {
                functionTypes.add(reader.u32());
                importedFunctions++;
            }
            case TABLE_IMPORT -> {
                reader.skipValueType();
                MemoryType.read(reader);
            }
            case MEMORY_IMPORT -> memories.add(MemoryType.read(reader));
            case GLOBAL_IMPORT -> {
                ValueType type = readValueType(reader);
                globals.add(new Global(type, reader.u8() == 1, name, List.of()));
                importedGlobals++;
            }
            default -> {
                // A tag: its attribute and its type.
                reader.u8();
                reader.u32();
            }
        }
    }

    private void readGlobal(BinaryReader reader) {
        ValueType type = readValueType(reader);
        boolean isMutable = reader.u8() == 1;
        globals.add(new Global(type, isMutable, "", readExpression(reader)));
    }

    private void readData(BinaryReader reader) {
        int flags = reader.u32();
        int memory = flags == EXPLICIT_MEMORY ? reader.u32() : 0;
        List<Instruction> offset = flags == PASSIVE ? List.of() : readExpression(reader);
        data.add(new Data(flags != PASSIVE, memory, offset, reader.bytes(reader.u32())));
    }

    private static List<Instruction> readExpression(BinaryReader reader) {
        var instructions = new ArrayList<Instruction>();
        Instruction next = Instruction.read(reader);
        while (next.opcode() != Opcode.END) {
            instructions.add(next);
            next = Instruction.read(reader);
        }
        return List.copyOf(instructions);
    }

    /** Writes a passive data segment. */
    public static void writePassive(byte[] content, BinaryWriter writer) {
        writer.u32(PASSIVE).u32(content.length).raw(content);
    }

    /** Writes a data segment that instantiation copies to an address of the first memory. */
    public static void writeActive(int address, byte[] content, BinaryWriter writer) {
        writer.u32(0).constant(Opcode.I32_CONST, address).instruction(Opcode.END);
        writer.u32(content.length).raw(content);
    }

    /** Writes the names and the kind of an imported function or memory; its type follows. */
    public static void writeImport(String module, String name, boolean isFunction, BinaryWriter writer) {
        writer.name(module).name(name).u8(isFunction ? FUNCTION_IMPORT : MEMORY_IMPORT);
    }

    /** Writes an exported function. */
    public static void writeFunctionExport(String name, int function, BinaryWriter writer) {
        writer.name(name).u8(FUNCTION_IMPORT).u32(function);
    }

    /** Returns a reader for a body, which starts with its declarations of locals. */
    public BinaryReader reader(BinaryLayout.Body body) {
        return new BinaryReader(bytes, body.start(), body.end());
    }

    /** The types; empty for a type that is not a function type. */
    public List<Optional<FunctionType>> types() {
        return types;
    }

    /** The number of entries of the type section; a recursive group counts once. */
    public int typeEntryCount() {
        return typeEntryCount;
    }

    /** The encoded entries of the type section. */
    public byte[] typeEntries() {
        return typeEntries;
    }

    /** The type indices of all functions, those of imported functions first. */
    public List<Integer> functionTypes() {
        return functionTypes;
    }

    /** The number of imported functions. */
    public int importedFunctions() {
        return importedFunctions;
    }

    /** The globals, imported ones first. */
    public List<Global> globals() {
        return globals;
    }

    /** The number of imported globals. */
    public int importedGlobals() {
        return importedGlobals;
    }

    /** The memories, imported ones first. */
    public List<MemoryType> memories() {
        return memories;
    }

    /** The bodies of the defined functions. */
    public List<BinaryLayout.Body> bodies() {
        return bodies;
    }

    /** The data segments. */
    public List<Data> data() {
        return data;
    }

    /** The body of a defined function by its index among all functions. */
    public BinaryLayout.Body body(int function) {
        return bodies.get(function - importedFunctions);
    }

    /** The type of a function; empty if it is not a function type. */
    public Optional<FunctionType> functionType(int function) {
        return types.get(functionTypes.get(function));
    }
}
