package io.github.mewe.bench.shape;

import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.Immediate.BlockType;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Modules of extreme shape. All their functions take an i32 and return one; the first is exported. */
enum ModuleShape {
    LOCALS("locals in use", 49_800, ModuleShape::locals),
    BLOCKS("nested blocks", 18_000, ModuleShape::blocks),
    IFS("nested ifs", 5_000, ModuleShape::ifs),
    GLOBALS("globals, one function for every 30", 30_000, ModuleShape::globals),
    BODY("bytes of one body", 7_000_000, ModuleShape::body),
    TABLE("targets of one br_table", 60_000, ModuleShape::table),
    FUNCTIONS("functions of 8 instructions", 20_000, ModuleShape::functions),
    EXPRESSION("levels of one expression", 18_000, ModuleShape::expression),
    CALLS("calls in one function", 100_000, ModuleShape::calls),
    LOOPS("loops in one function", 20_000, ModuleShape::loops);

    private static final int BODY_LOCALS = 20;
    private static final List<Opcode> OPERATIONS = List.of(
            Opcode.I32_ADD,
            Opcode.I32_SUB,
            Opcode.I32_MUL,
            Opcode.I32_AND,
            Opcode.I32_OR,
            Opcode.I32_XOR,
            Opcode.I32_SHL);

    private final String unit;
    private final int largest;
    private final IntFunction<byte[]> maker;

    ModuleShape(String unit, int largest, IntFunction<byte[]> maker) {
        this.unit = unit;
        this.largest = largest;
        this.maker = maker;
    }

    /** The things that the size counts. */
    String unit() {
        return unit;
    }

    /** Three sizes; each is half of the next. */
    List<Integer> sizes() {
        return List.of(largest / 4, largest / 2, largest);
    }

    /** Makes the module of a size. */
    byte[] module(int size) {
        return maker.apply(size);
    }

    /** Every local is computed from the one before. */
    private static byte[] locals(int count) {
        var code = new BinaryWriter();
        for (int i = 1; i <= count; i++) {
            get(code, i - 1).constant(Opcode.I32_CONST, i).instruction(Opcode.I32_ADD);
            code.instruction(Opcode.LOCAL_SET, i);
        }
        return module(0, List.of(function(count, get(code, count))));
    }

    /** Each block ends with a branch out of it. */
    private static byte[] blocks(int count) {
        var code = new BinaryWriter();
        for (int i = 0; i < count; i++) {
            code.instruction(Opcode.BLOCK, BlockType.EMPTY);
        }
        increment(code);
        for (int i = 0; i < count; i++) {
            get(code, 1)
                    .instruction(Opcode.I32_EQZ)
                    .instruction(Opcode.BR_IF, 0)
                    .instruction(Opcode.END);
        }
        return module(0, List.of(function(1, get(code, 1))));
    }

    private static byte[] ifs(int count) {
        var code = new BinaryWriter();
        for (int i = 0; i < count; i++) {
            get(code, 0).constant(Opcode.I32_CONST, i).instruction(Opcode.I32_GT_S);
            code.instruction(Opcode.IF, BlockType.EMPTY);
        }
        increment(code);
        for (int i = 0; i < count; i++) {
            code.instruction(Opcode.END);
        }
        return module(0, List.of(function(1, get(code, 1))));
    }

    private static byte[] globals(int count) {
        var functions = new ArrayList<BinaryWriter>();
        for (int i = 0; i < count / 30; i++) {
            var code = get(new BinaryWriter(), 0);
            for (int k = 0; k < 10; k++) {
                code.instruction(Opcode.GLOBAL_GET, (10 * i + k) % count).instruction(Opcode.I32_ADD);
            }
            code.instruction(Opcode.GLOBAL_SET, i).instruction(Opcode.GLOBAL_GET, i);
            functions.add(function(0, code));
        }
        return module(count, functions);
    }

    /** Arithmetic over 20 locals. */
    private static byte[] body(int bytes) {
        var random = new Random(1);
        var code = new BinaryWriter();
        while (code.size() < bytes) {
            get(code, random.nextInt(BODY_LOCALS));
            get(code, random.nextInt(BODY_LOCALS)).instruction(operation(random));
            code.constant(Opcode.I32_CONST, random.nextInt(1000)).instruction(operation(random));
            code.instruction(Opcode.LOCAL_SET, 1 + random.nextInt(BODY_LOCALS));
        }
        return module(0, List.of(function(BODY_LOCALS, get(code, 1))));
    }

    private static Opcode operation(Random random) {
        return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    }

    private static byte[] table(int targets) {
        var random = new Random(1);
        int blocks = 50;
        var code = new BinaryWriter();
        for (int i = 0; i < blocks; i++) {
            code.instruction(Opcode.BLOCK, BlockType.EMPTY);
        }
        List<Integer> labels = IntStream.rangeClosed(0, targets)
                .map(i -> random.nextInt(blocks))
                .boxed()
                .toList();
        get(code, 0).instruction(Opcode.BR_TABLE, new Immediate.Labels(labels));
        for (int i = 0; i < blocks; i++) {
            increment(code.instruction(Opcode.END));
        }
        return module(0, List.of(function(1, get(code, 1))));
    }

    private static byte[] functions(int count) {
        var functions = new ArrayList<BinaryWriter>();
        for (int i = 0; i < count; i++) {
            var code = get(new BinaryWriter(), 0).constant(Opcode.I32_CONST, i);
            get(code.instruction(Opcode.I32_MUL), 0).instruction(Opcode.I32_XOR);
            code.constant(Opcode.I32_CONST, 7).instruction(Opcode.I32_ADD);
            functions.add(function(0, code.constant(Opcode.I32_CONST, 3).instruction(Opcode.I32_ROTL)));
        }
        return module(0, functions);
    }

    private static byte[] expression(int levels) {
        var random = new Random(1);
        var code = get(new BinaryWriter(), 0);
        for (int i = 0; i < levels; i++) {
            get(code, random.nextInt(BODY_LOCALS)).instruction(operation(random));
        }
        return module(0, List.of(function(BODY_LOCALS, code)));
    }

    private static byte[] calls(int count) {
        var code = new BinaryWriter();
        for (int i = 0; i < count; i++) {
            get(code, i % 3).instruction(Opcode.CALL, 1 + i % 2).instruction(Opcode.LOCAL_SET, (i + 1) % 3);
        }
        var callees = new ArrayList<BinaryWriter>();
        callees.add(function(2, get(code, 1)));
        for (int i = 0; i < 2; i++) {
            var callee = get(new BinaryWriter(), 0).constant(Opcode.I32_CONST, i + 5);
            callees.add(function(0, get(callee.instruction(Opcode.I32_MUL), 0).instruction(Opcode.I32_XOR)));
        }
        return module(0, callees);
    }

    private static byte[] loops(int count) {
        var code = new BinaryWriter();
        for (int i = 0; i < count; i++) {
            code.instruction(Opcode.LOOP, BlockType.EMPTY);
            increment(code);
            get(code, 1).constant(Opcode.I32_CONST, i).instruction(Opcode.I32_LT_U);
            code.instruction(Opcode.BR_IF, 0).instruction(Opcode.END);
        }
        return module(0, List.of(function(1, get(code, 1))));
    }

    private static BinaryWriter get(BinaryWriter code, int local) {
        return code.instruction(Opcode.LOCAL_GET, local);
    }

    /** Sets the first local to the parameter plus 1. */
    private static void increment(BinaryWriter code) {
        get(code, 0).constant(Opcode.I32_CONST, 1).instruction(Opcode.I32_ADD).instruction(Opcode.LOCAL_SET, 1);
    }

    /** A function's entry in the code section. */
    private static BinaryWriter function(int locals, BinaryWriter code) {
        var body = new BinaryWriter();
        if (locals == 0) {
            body.u32(0);
        } else {
            body.u32(1).u32(locals).valueType(ValueType.I32);
        }
        return new BinaryWriter().sized(body.raw(code).instruction(Opcode.END));
    }

    private static byte[] module(int globals, List<BinaryWriter> functions) {
        var type = new FunctionType(List.of(ValueType.I32), List.of(ValueType.I32));
        var module = new BinaryWriter().header();
        module.section(SectionId.TYPE, new BinaryWriter().u32(1).functionType(type));
        module.section(SectionId.FUNCTION, vector(Collections.nCopies(functions.size(), new BinaryWriter().u32(0))));
        if (globals > 0) {
            module.section(
                    SectionId.GLOBAL,
                    vector(IntStream.range(0, globals)
                            .mapToObj(ModuleShape::global)
                            .toList()));
        }
        module.section(
                SectionId.EXPORT, new BinaryWriter().u32(1).name("f").u8(0).u32(0));
        return module.section(SectionId.CODE, vector(functions)).toBytes();
    }

    /** A mutable global. */
    private static BinaryWriter global(int value) {
        return new BinaryWriter()
                .valueType(ValueType.I32)
                .u8(1)
                .constant(Opcode.I32_CONST, value)
                .instruction(Opcode.END);
    }

    private static BinaryWriter vector(List<BinaryWriter> elements) {
        var vector = new BinaryWriter().u32(elements.size());
        elements.forEach(vector::raw);
        return vector;
    }
}
