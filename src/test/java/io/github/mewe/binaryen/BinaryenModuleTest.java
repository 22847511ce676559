package io.github.mewe.binaryen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinaryenModuleTest {
    private static final String ADD = """
            (module
              (func $imported (import "env" "log") (param i32))
              (func $add (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
              (func $sub (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1))))
            """;

    @Test
    void listsFunctions() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(ADD))) {
            assertEquals(3, module.functions().size());
            FunctionInfo imported = module.functions().get(0);
            assertTrue(imported.isImported());
            assertEquals(Optional.of("env"), imported.importModule());
            assertEquals(Optional.of("log"), imported.importName());
            assertFalse(module.functions().get(1).isImported());
            assertEquals(List.of("add"), module.exports().names());
        }
    }

    @Test
    void liftingAndLoweringPreservesBodies() {
        byte[] sample = Modules.sample();
        try (BinaryenModule module = BinaryenModule.open(sample)) {
            for (FunctionInfo function : module.functions()) {
                FunctionBody body = module.lift(function.name());
                module.addFunctionLike(function.name(), body.withName("copy of " + function.name()));
                assertTrue(module.areEqual(function.name(), "copy of " + function.name()), function.name());
                assertEquals(module.hash(function.name()), module.hash("copy of " + function.name()));
            }
            assertEquals(Optional.empty(), module.validate());
            assertEquals(
                    Running.of(sample).observeSample(),
                    Running.of(module.write()).observeSample());
        }
    }

    @Test
    void addsRenamesAndClonesFunctions() {
        var signature = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.I32);
        var left = new LocalGet(0, ValueType.I32);
        var product = IntBinary.of(BinaryOperator.MUL, ValueType.I32, left, new LocalGet(1, ValueType.I32));
        try (BinaryenModule module = BinaryenModule.open(Modules.of("(module (memory 1))"))) {
            module.addFunction(new FunctionBody("mul", signature, List.of(), product), true);
            module.cloneFunction("mul", "twin");
            assertTrue(module.areEqual("mul", "twin"));
            module.split("mul", "moved");
            module.setBody(new FunctionBody("mul", signature, List.of(), left));
            assertNotEquals(module.hash("mul"), module.hash("moved"));
            module.exports().addFunction("mul", "first");
            module.exports().addFunction("moved", "product");
            module.renameFunction("twin", "sibling");
            assertFalse(module.hasFunction("twin"));
            module.exports().addFunction("sibling", "twin");
            module.addGlobal("g", true, Const.i32(7));
            module.addTable("private", List.of("mul", "moved"));
            assertEquals(Optional.empty(), module.validate());
            Running running = Running.of(module.write());
            assertEquals(6, running.callInt("first", 6, 7));
            assertEquals(42, running.callInt("product", 6, 7));
            assertEquals(42, running.callInt("twin", 6, 7));
        }
    }

    @Test
    void runsPassesOnOneFunction() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(ADD))) {
            String add = module.functions().get(1).name();
            var body = module.lift(add);
            var nested = new Block(null, List.of(new Block(null, List.of(body.root()), ValueType.I32)), ValueType.I32);
            module.addFunctionLike(add, body.withRoot(nested).withName("nested"));
            module.runPasses("nested", List.of("merge-blocks", "vacuum"));
            assertTrue(module.areEqual(add, "nested"));
        }
    }

    @Test
    void reportsValidationErrors() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(ADD))) {
            var wrong = new Signature(List.of(), ValueType.I64);
            module.addFunction(new FunctionBody("wrong", wrong, List.of(), Const.i32(1)), true);
            String message = module.validate().orElseThrow();
            assertTrue(message.contains("wrong"), message);
        }
    }

    @Test
    void closedModulesThrow() {
        BinaryenModule module = BinaryenModule.open(Modules.of(ADD));
        module.close();
        module.close();
        assertFalse(module.isOpen());
        assertThrows(IllegalStateException.class, module::write);
        assertThrows(IllegalStateException.class, () -> module.lift("add"));
        assertThrows(IllegalStateException.class, module::memories);
        assertThrows(IllegalStateException.class, module.exports()::names);
    }

    @Test
    void rejectsFilesThatAreNotModules() {
        assertMessage(new byte[0], "empty");
        assertMessage("(module (func))".getBytes(StandardCharsets.UTF_8), "text file");
        assertMessage(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0}, "not a WebAssembly binary");
        assertMessage(HexFormat.of().parseHex("0061736d0d000100"), "component");
        assertMessage(HexFormat.of().parseHex("0061736d02000000"), "version 2");
        assertMessage(withCustomSection(Modules.of(ADD), "linking", new byte[] {2}), "relocatable object file");
        byte[] whole = Modules.of(ADD);
        assertMessage(Arrays.copyOf(whole, whole.length - 3), "cut off");
        // (func (result i32)) with an empty body
        assertMessage(HexFormat.of().parseHex("0061736d010000000105016000017f030201000a040102000b"), "cannot read it");
        // an undefined instruction
        byte[] unknown = HexFormat.of().parseHex("0061736d01000000010401600000030201000a05010300d70b");
        assertMessage(unknown, "newer than Binaryen");
    }

    @Test
    void reportsTheOffsetOfAnError() {
        byte[] unknown = HexFormat.of().parseHex("0061736d01000000010401600000030201000a05010300d70b");
        var e = assertThrows(MalformedModuleException.class, () -> BinaryenModule.open(unknown));
        assertTrue(e.offset().orElseThrow() >= 20, e.getMessage());
    }

    @Test
    void allocatesNoMemoryForHugeSizes() {
        // a body that declares 4,294,967,295 locals
        byte[] locals = HexFormat.of().parseHex("0061736d01000000010401600000030201000a0a010801ffffffff0f7f0b");
        try (BinaryenModule module = BinaryenModule.open(locals)) {
            assertArrayEquals(locals, module.write());
        }
        // a data count of the same size
        byte[] count = HexFormat.of().parseHex("0061736d010000000c05ffffffff0f");
        assertMessage(count, "more entries");
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        try (BinaryenModule module = BinaryenModule.open(nestedBlocks(15_000))) {
            assertEquals(Optional.empty(), module.validate());
            assertTrue(module.write().length > 0);
        }
        for (int depth : new int[] {30_000, 300_000, 2_500_000}) {
            byte[] deep = nestedBlocks(depth);
            try (BinaryenModule module = BinaryenModule.open(deep)) {
                String only = module.functions().get(0).name();
                assertEquals(
                        Optional.of("its code is nested more than 20,000 levels deep"), module.reasonLeftAlone(only));
                assertArrayEquals(deep, module.write());
            }
        }
    }

    @Test
    void distinguishesNamesWithZeroBytes() {
        // two functions of one type, called "a" and "a\0b", and an export of a third that calls the second
        byte[] code = Modules.of("""
                (module
                  (func (result i32) (i32.const 1))
                  (func (result i32) (i32.const 2))
                  (func (export "second") (result i32) (call 1)))
                """);
        byte[] names = HexFormat.of().parseHex("0108" + "02" + "000161" + "0103610062");
        names[1] = (byte) (names.length - 2);
        try (BinaryenModule module = BinaryenModule.open(withCustomSection(code, "name", names))) {
            String caller = module.functions().get(2).name();
            module.addFunctionLike(caller, module.lift(caller).withName("copy"));
            module.exports().addFunction("copy", "copy");
            assertEquals(2, Running.of(module.write()).callInt("copy"));
        }
    }

    /** A module with one function of nested blocks. */
    private static byte[] nestedBlocks(int depth) {
        var body = new BinaryWriter().u32(0);
        for (int i = 0; i < depth; i++) {
            body.instruction(Opcode.BLOCK, Immediate.BlockType.EMPTY);
        }
        for (int i = 0; i <= depth; i++) {
            body.instruction(Opcode.END);
        }
        return new BinaryWriter()
                .raw(HexFormat.of().parseHex("0061736d0100000001040160000003020100"))
                .section(SectionId.CODE, new BinaryWriter().u32(1).sized(body))
                .toBytes();
    }

    @Test
    void writingPreservesUnchangedParts() {
        byte[] module = withCustomSection(Modules.of("""
                        (module
                          (memory 1)
                          (data $passive "passive")
                          (data (i32.const 8) "active")
                          (global $g (mut i32) (i32.const 0))
                          (func $init (global.set $g (i32.const 3)))
                          (start $init)
                          (func (export "copy") (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 7))))
                        """), "vendor", "as it was".getBytes(StandardCharsets.UTF_8));
        try (BinaryenModule opened = BinaryenModule.open(module)) {
            byte[] written = opened.write();
            BinaryLayout layout = BinaryLayout.of(written);
            BinaryLayout.Section vendor = layout.custom("vendor").orElseThrow();
            String text =
                    new String(written, vendor.contents(), vendor.end() - vendor.contents(), StandardCharsets.UTF_8);
            assertTrue(text.endsWith("as it was"), text);
            assertTrue(layout.sections().stream().anyMatch(s -> s.id() == 8), "start");
            assertTrue(layout.sections().stream().anyMatch(s -> s.id() == 12), "data count");
            assertFalse(layout.hasCustom("name"), "no name section added");
            assertFalse(layout.hasCustom("target_features"), "no feature section added");
            Running.of(written).call("copy");
        }
    }

    private static void assertMessage(byte[] bytes, String expected) {
        var e = assertThrows(
                MalformedModuleException.class, () -> BinaryenModule.open(bytes).close());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private static byte[] withCustomSection(byte[] module, String name, byte[] contents) {
        return new BinaryWriter()
                .raw(module)
                .section(SectionId.CUSTOM, new BinaryWriter().name(name).raw(contents))
                .toBytes();
    }
}
