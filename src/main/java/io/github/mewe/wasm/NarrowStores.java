package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.List;

/**
 * Replaces stores of one byte and {@code i64.store32} by code that Endive's interpreter executes correctly. It computes
 * their addresses modulo 2^32, so that they write where they must trap.
 */
public final class NarrowStores {
    /** The locals that the code needs. */
    public static final LocalGroup LOCALS = new LocalGroup(2, ValueType.I32);

    private static final int LAST_ADDRESS = -1;

    private final int address;
    private final int value;
    private final BinaryWriter out;

    /**
     * Creates a replacement in one body.
     *
     * @param firstLocal the index of the first of the {@link #LOCALS}
     * @param out receives the instructions
     */
    public NarrowStores(int firstLocal, BinaryWriter out) {
        this.address = firstLocal;
        this.value = firstLocal + 1;
        this.out = out;
    }

    /** Writes an instruction, or the code that replaces it. */
    public void write(Instruction instruction) {
        switch (instruction.opcode()) {
            case I32_STORE8 -> storeByte(instruction.memoryAccess());
            case I64_STORE8 -> {
                out.instruction(Opcode.I32_WRAP_I64);
                storeByte(instruction.memoryAccess());
            }
            case I64_STORE32 -> {
                out.instruction(Opcode.I32_WRAP_I64);
                out.instruction(Opcode.I32_STORE, instruction.memoryAccess());
            }
            default -> instruction.write(out);
        }
    }

    /** Reads the last byte of the address space, which no memory of the engine has, if the sum overflows. */
    private void storeByte(Immediate.MemoryAccess access) {
        if (access.offset() != 0) {
            out.instruction(Opcode.LOCAL_SET, value);
            out.instruction(Opcode.LOCAL_TEE, address);
            out.constant(Opcode.I32_CONST, (int) ~access.offset());
            out.instruction(Opcode.I32_GT_U);
            out.instruction(Opcode.IF, Immediate.BlockType.EMPTY);
            out.constant(Opcode.I32_CONST, LAST_ADDRESS);
            out.instruction(Opcode.I32_LOAD8_U, new Immediate.MemoryAccess(0, access.memory(), 0));
            out.instruction(Opcode.DROP);
            out.instruction(Opcode.END);
            out.instruction(Opcode.LOCAL_GET, address);
            out.instruction(Opcode.LOCAL_GET, value);
        }
        out.instruction(Opcode.I32_STORE8, access);
    }

    /**
     * Replaces the stores in a module.
     *
     * @param binary a valid module
     * @param least the size in bytes from which bodies are rewritten
     */
    public static byte[] replaceAll(byte[] binary, int least) {
        var source = new ModuleSections(binary);
        BinaryLayout layout = BinaryLayout.of(binary);
        if (source.memories().stream().anyMatch(ModuleSections.MemoryType::is64)) {
            return binary;
        }
        var out = new BinaryWriter().header();
        for (BinaryLayout.Section section : layout.sections()) {
            if (section.is(SectionId.CODE)) {
                out.section(SectionId.CODE, code(binary, source, least));
            } else {
                out.raw(binary, section.start(), section.end());
            }
        }
        return out.toBytes();
    }

    private static BinaryWriter code(byte[] binary, ModuleSections source, int least) {
        var code = new BinaryWriter().u32(source.bodies().size());
        for (int i = 0; i < source.bodies().size(); i++) {
            BinaryLayout.Body body = source.bodies().get(i);
            int parameters = source.functionType(source.importedFunctions() + i)
                    .map(type -> type.params().size())
                    .orElse(-1);
            var content = new BinaryWriter();
            if (body.size() < least || parameters < 0) {
                content.raw(binary, body.start(), body.end());
            } else {
                replace(source.reader(body), parameters, content);
            }
            code.sized(content);
        }
        return code;
    }

    private static void replace(BinaryReader reader, int parameters, BinaryWriter out) {
        List<LocalGroup> groups = new ArrayList<>(LocalGroup.readAll(reader));
        int locals = parameters + groups.stream().mapToInt(LocalGroup::count).sum();
        groups.add(LOCALS);
        LocalGroup.writeAll(groups, out);
        var stores = new NarrowStores(locals, out);
        while (reader.hasMore()) {
            stores.write(Instruction.read(reader));
        }
    }
}
