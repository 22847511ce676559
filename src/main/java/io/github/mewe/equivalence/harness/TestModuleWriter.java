package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a test module in the binary format. */
final class TestModuleWriter {
    private final TestModule module;
    private final ModuleSections output;
    private final InitialMemory map;
    private final Optional<byte[]> image;
    private final boolean hasMemory;
    private final boolean ownMemory;

    /**
     * Prepares to write a module.
     *
     * @param module the module, with rewritten bodies
     * @param output the binary whose types, globals and segments the module shares
     * @param image the initial content of its own memory; empty to import the memory
     */
    TestModuleWriter(TestModule module, ModuleSections output, InitialMemory map, Optional<byte[]> image) {
        this.module = module;
        this.output = output;
        this.map = map;
        this.image = image;
        this.hasMemory = !output.memories().isEmpty();
        this.ownMemory = image.isPresent() && hasMemory;
    }

    byte[] write(Map<String, TestModule.Body> exports) {
        var out = new BinaryWriter();
        out.header();
        out.section(SectionId.TYPE, types());
        out.section(SectionId.IMPORT, imports());
        out.section(SectionId.FUNCTION, functions());
        if (ownMemory) {
            out.section(SectionId.MEMORY, limits(new BinaryWriter().u32(1)));
        }
        out.section(SectionId.GLOBAL, globals());
        if (!exports.isEmpty()) {
            out.section(SectionId.EXPORT, exports(exports));
        }
        boolean hasData = !output.data().isEmpty() && module.usesSegments();
        List<int[]> filled = ownMemory ? filled(image.get()) : List.of();
        if (hasData) {
            out.section(
                    SectionId.DATA_COUNT, new BinaryWriter().u32(output.data().size() + filled.size()));
        }
        out.section(SectionId.CODE, code());
        if (hasData) {
            out.section(SectionId.DATA, data(filled, image.orElse(new byte[0])));
        } else if (!filled.isEmpty()) {
            out.section(SectionId.DATA, active(new BinaryWriter().u32(filled.size()), filled, image.get()));
        }
        return out.toBytes();
    }

    /** The ranges of an image that are not zero, as pairs of start and end. */
    private static List<int[]> filled(byte[] image) {
        var filled = new ArrayList<int[]>();
        int[] last = null;
        for (int i = 0; i < image.length; i++) {
            if (image[i] != 0) {
                if (last == null || i - last[1] > 16) {
                    last = new int[] {i, i + 1};
                    filled.add(last);
                }
                last[1] = i + 1;
            }
        }
        return filled;
    }

    private static BinaryWriter active(BinaryWriter writer, List<int[]> filled, byte[] image) {
        for (int[] range : filled) {
            ModuleSections.writeActive(range[0], Arrays.copyOfRange(image, range[0], range[1]), writer);
        }
        return writer;
    }

    private BinaryWriter types() {
        var writer = new BinaryWriter()
                .u32(output.typeEntryCount() + module.addedTypes().size())
                .raw(output.typeEntries());
        module.addedTypes().forEach(writer::functionType);
        return writer;
    }

    private BinaryWriter imports() {
        boolean importsMemory = hasMemory && !ownMemory;
        var writer = new BinaryWriter().u32(module.stubs().size() + (importsMemory ? 1 : 0));
        for (TestModule.Stub stub : module.stubs()) {
            ModuleSections.writeImport(TestModule.IMPORTS, TestModule.importName(stub), true, writer);
            writer.u32(stub.type());
        }
        if (importsMemory) {
            ModuleSections.writeImport(TestModule.IMPORTS, TestModule.MEMORY, false, writer);
            limits(writer);
        }
        return writer;
    }

    private BinaryWriter limits(BinaryWriter writer) {
        ModuleSections.MemoryType memory = output.memories().get(0);
        if (memory.is64()) {
            throw new UnsupportedCodeException(
                    "uses a memory with 64-bit addresses, which the embedded engine does not support");
        }
        new ModuleSections.MemoryType(
                        memory.isShared(), false, map.size() >>> 16, JournalingMemory.mostPages(memory.most()))
                .write(writer);
        return writer;
    }

    private BinaryWriter functions() {
        var writer = new BinaryWriter().u32(module.bodies().size());
        module.bodies().forEach(body -> writer.u32(body.type()));
        return writer;
    }

    private BinaryWriter globals() {
        List<ModuleSections.Global> globals = output.globals();
        int own = module.addedGlobals();
        var writer = new BinaryWriter().u32(globals.size() + own);
        for (int i = 0; i < globals.size(); i++) {
            ModuleSections.Global global = globals.get(i);
            ValueType type = module.isNumber(i) ? global.type() : ValueType.I32;
            constantGlobal(
                    writer,
                    type,
                    global.isMutable(),
                    i < map.globals().size() ? map.value(i) : module.addedGlobalValue(i));
        }
        for (int i = 0; i < own; i++) {
            constantGlobal(writer, ValueType.I32, true, 0);
        }
        return writer;
    }

    private static void constantGlobal(BinaryWriter writer, ValueType type, boolean isMutable, long value) {
        Opcode opcode = type.equals(ValueType.I32)
                ? Opcode.I32_CONST
                : type.equals(ValueType.I64)
                        ? Opcode.I64_CONST
                        : type.equals(ValueType.F32) ? Opcode.F32_CONST : Opcode.F64_CONST;
        writer.valueType(type).u8(isMutable ? 1 : 0);
        writer.constant(opcode, opcode == Opcode.I32_CONST ? (int) value : value)
                .instruction(Opcode.END);
    }

    private BinaryWriter exports(Map<String, TestModule.Body> exports) {
        var writer = new BinaryWriter().u32(exports.size());
        exports.forEach((name, body) -> ModuleSections.writeFunctionExport(name, module.indexOf(body), writer));
        return writer;
    }

    private BinaryWriter code() {
        var code = new BinaryWriter().u32(module.bodies().size());
        for (TestModule.Body body : module.bodies()) {
            code.u32(body.code().length).raw(body.code());
        }
        return code;
    }

    /** Active segments become empty passive ones, as they are after instantiation. */
    private BinaryWriter data(List<int[]> filled, byte[] image) {
        List<ModuleSections.Data> segments = output.data();
        var writer = new BinaryWriter().u32(segments.size() + filled.size());
        for (ModuleSections.Data segment : segments) {
            byte[] content = segment.isActive() ? new byte[0] : segment.content();
            ModuleSections.writePassive(content, writer);
        }
        return active(writer, filled, image);
    }
}
