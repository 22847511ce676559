package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.execution.Engine;
import io.github.mewe.execution.Engines;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.EngineLimit;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules so close to a limit of engines that their variants or the linker's additions would exceed it. */
class EngineAcceptanceTest {
    private static final int SMALL_FUNCTIONS = 2;
    private static final int FUNCREF = 0x70;

    @TempDir
    private Path directory;

    /** The dispatchers' table exceeds the limit by one. */
    @Test
    void tables() {
        int count = EngineLimit.TABLES.max();
        var tables = new BinaryWriter().u32(count);
        for (int i = 0; i < count; i++) {
            tables.u8(FUNCREF).u8(0).u32(0);
        }
        byte[] input = module(SMALL_FUNCTIONS, Map.of(SectionId.TABLE, tables), small());
        DiversificationResult result = diversify(input, RandomnessSource.FIXED, DispatchShape.TABLE);
        assertArrayEquals(input, result.binary());
        assertRefused("100,000 tables", result);
        assertTrue(diversify(input, RandomnessSource.FIXED, DispatchShape.SWITCH)
                        .manifest()
                        .totals()
                        .variants()
                > 0);
    }

    /** The seed's export exceeds the limit by one. */
    @Test
    @Tag("heavy")
    void exports() {
        var exports = new BinaryWriter().u32(EngineLimit.EXPORTS.max());
        for (int i = 0; i < EngineLimit.EXPORTS.max(); i++) {
            ModuleSections.writeFunctionExport(Integer.toString(i, Character.MAX_RADIX), 0, exports);
        }
        byte[] input = module(SMALL_FUNCTIONS, Map.of(SectionId.EXPORT, exports), small());
        DiversificationResult result = diversify(input, RandomnessSource.EXPORT, DispatchShape.SWITCH);
        assertArrayEquals(input, result.binary());
        assertRefused("1,000,000 exports", result);
    }

    private static void assertRefused(String limit, DiversificationResult result) {
        for (Manifest.Function function : result.manifest().functions()) {
            assertEquals(
                    "over a limit of engines: with variants of this function, the module would have more than " + limit,
                    function.reason());
        }
    }

    @Test
    @Tag("heavy")
    void globals() {
        int count = EngineLimit.GLOBALS.max() - 3;
        var globals = new BinaryWriter().u32(count);
        for (int i = 0; i < count; i++) {
            globals.valueType(ValueType.I32).u8(0);
            globals.constant(Opcode.I32_CONST, i & 15).instruction(Opcode.END);
        }
        byte[] input = module(SMALL_FUNCTIONS, Map.of(SectionId.GLOBAL, globals), small());
        DiversificationResult result = diversify(input, RandomnessSource.FIXED, DispatchShape.SWITCH);
        assertArrayEquals(input, result.binary());
        assertRefused("1,000,000 globals", result);
    }

    /** The native library needs another local for the parameter of the block. */
    @Test
    void localsThatAppearWhenAFunctionIsWritten() {
        var body = new BinaryWriter();
        LocalGroup.writeAll(List.of(new LocalGroup(EngineLimit.LOCALS.max() - 1, ValueType.I32)), body);
        body.instruction(Opcode.LOCAL_GET, 0).instruction(Opcode.LOCAL_GET, 0);
        body.instruction(Opcode.BLOCK, new Immediate.BlockType(ValueType.NONE, 1));
        body.instruction(Opcode.I32_ADD).instruction(Opcode.END).instruction(Opcode.END);
        byte[] input = module(SMALL_FUNCTIONS, Map.of(), body);
        DiversificationResult result = diversify(input, RandomnessSource.EXPORT, DispatchShape.SWITCH);
        Manifest.Function last = result.manifest().functions().get(SMALL_FUNCTIONS);
        assertTrue(last.reason().startsWith("left alone: written again, it has 50,00"), last::reason);
        assertTrue(result.manifest().totals().variants() > 0);
        accepted(result.binary());
    }

    private static void accepted(byte[] module) {
        List<Engine> engines = Engines.all();
        engines.get(engines.size() - 1).prepare(module, "module").close();
    }

    private DiversificationResult diversify(byte[] input, RandomnessSource source, DispatchShape shape) {
        var request = new DiversificationRequest(
                        new VariantBudget(2, 1000, 2, Optional.empty()),
                        Optional.of("1"),
                        NameFilter.all(),
                        List.of("rewrite"),
                        source)
                .with(DispatchOptions.DEFAULT.withShape(shape));
        return new Diversifier(2, directory).diversify("in.wasm", input, "out.wasm", request, Progress.SILENT);
    }

    private static BinaryWriter small() {
        var body = new BinaryWriter();
        LocalGroup.writeAll(List.of(), body);
        return body.instruction(Opcode.LOCAL_GET, 0)
                .constant(Opcode.I32_CONST, 13)
                .instruction(Opcode.I32_ADD)
                .instruction(Opcode.LOCAL_GET, 0)
                .instruction(Opcode.I32_XOR)
                .instruction(Opcode.END);
    }

    /** A module with small functions, another function with this body, and more sections. */
    private static byte[] module(int functions, Map<SectionId, BinaryWriter> sections, BinaryWriter last) {
        var type = new FunctionType(List.of(ValueType.I32), List.of(ValueType.I32));
        var two = new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));
        var types = new BinaryWriter().u32(functions + 1);
        var code = new BinaryWriter().u32(functions + 1);
        for (int i = 0; i < functions; i++) {
            types.u32(0);
            code.sized(small());
        }
        return new BinaryWriter()
                .header()
                .section(
                        SectionId.TYPE,
                        new BinaryWriter().u32(2).functionType(type).functionType(two))
                .section(SectionId.FUNCTION, types.u32(0))
                .section(SectionId.TABLE, sections.getOrDefault(SectionId.TABLE, new BinaryWriter().u32(0)))
                .section(SectionId.GLOBAL, sections.getOrDefault(SectionId.GLOBAL, new BinaryWriter().u32(0)))
                .section(SectionId.EXPORT, sections.getOrDefault(SectionId.EXPORT, new BinaryWriter().u32(0)))
                .section(SectionId.CODE, code.sized(last))
                .toBytes();
    }
}
