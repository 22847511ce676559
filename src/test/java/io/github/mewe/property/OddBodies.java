package io.github.mewe.property;

import static io.github.mewe.property.OddDeclarations.Type.EXTERNREF;
import static io.github.mewe.property.OddDeclarations.Type.F32;
import static io.github.mewe.property.OddDeclarations.Type.F64;
import static io.github.mewe.property.OddDeclarations.Type.FUNCREF;
import static io.github.mewe.property.OddDeclarations.Type.I32;
import static io.github.mewe.property.OddDeclarations.Type.I64;
import static io.github.mewe.property.OddDeclarations.Type.V128;

import io.github.mewe.property.OddDeclarations.Global;
import io.github.mewe.property.OddDeclarations.Limits;
import io.github.mewe.property.OddDeclarations.Sig;
import io.github.mewe.property.OddDeclarations.Type;
import io.github.mewe.wasm.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Makes valid function bodies that use whatever a module declares. */
final class OddBodies {
    private static final int EMPTY_BLOCK = 0x40;
    private static final int EXTERNREF_NULL = -0x11;
    private static final int FUNCREF_NULL = -0x10;
    private static final int HAS_MEMORY = 0x40;
    private static final List<Opcode> I32_BINARY =
            List.of(Opcode.I32_ADD, Opcode.I32_SUB, Opcode.I32_MUL, Opcode.I32_XOR, Opcode.I32_AND, Opcode.I32_SHL);
    private static final List<Opcode> I64_BINARY =
            List.of(Opcode.I64_ADD, Opcode.I64_SUB, Opcode.I64_MUL, Opcode.I64_OR, Opcode.I64_ROTL);

    private final OddDeclarations module;
    private final Random random;
    private OddWriter out;
    private List<Type> locals;

    OddBodies(OddDeclarations module, Random random) {
        this.module = module;
        this.random = random;
    }

    /** A body with its locals, without its size. */
    OddWriter body(Sig signature) {
        out = new OddWriter(random);
        locals = new ArrayList<>(signature.params());
        declareLocals();
        for (int count = random.nextInt(6); count > 0; count--) {
            statement(2);
        }
        signature.results().forEach(type -> value(type, 3));
        return out.op(Opcode.END);
    }

    private void declareLocals() {
        int groups = random.nextInt(5);
        out.u32(groups);
        for (int i = 0; i < groups; i++) {
            int count = random.nextInt(40) == 0 ? 1000 : random.nextInt(4);
            Type type = Type.any(random);
            out.u32(count).u8(type.code());
            for (int j = 0; j < count; j++) {
                locals.add(type);
            }
        }
    }

    private void statement(int depth) {
        switch (random.nextInt(13)) {
            case 0 -> setLocal();
            case 1 -> setGlobal();
            case 2 -> store();
            case 3 -> {
                value(Type.any(random), depth);
                out.op(Opcode.DROP);
            }
            case 4 -> call(random.nextInt(Math.max(1, module.functions.size())), depth);
            case 5 -> nested(Opcode.BLOCK, depth);
            case 6 -> nested(Opcode.LOOP, depth);
            case 7 -> conditional(depth);
            case 8 -> branchTable();
            case 9 -> bulk();
            case 10 -> typedBlock();
            case 11 -> throwing(depth);
            default -> out.op(Opcode.NOP);
        }
    }

    private void setLocal() {
        if (!locals.isEmpty()) {
            int local = random.nextInt(locals.size());
            value(locals.get(local), 3);
            if (random.nextBoolean()) {
                out.op(Opcode.LOCAL_SET, local);
            } else {
                out.op(Opcode.LOCAL_TEE, local).op(Opcode.DROP);
            }
        }
    }

    private void setGlobal() {
        oneOf(module.globals.size(), i -> module.globals.get(i).isMutable()).ifPresent(i -> {
            value(module.globals.get(i).type(), 2);
            out.op(Opcode.GLOBAL_SET, i);
        });
    }

    private Optional<Integer> oneOf(int count, IntPredicate fits) {
        List<Integer> all = IntStream.range(0, count).filter(fits).boxed().toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void address(Limits memory) {
        value(memory.isWide() ? I64 : I32, 1);
    }

    private void access(int memory) {
        int align = random.nextInt(3);
        if (memory == 0 && random.nextInt(8) > 0) {
            out.u32(align);
        } else {
            out.u32(align | HAS_MEMORY).u32(memory);
        }
        int offset = random.nextInt(10) == 0 ? -1 : random.nextInt(100);
        if (module.memories.get(memory).isWide()) {
            out.u64(offset);
        } else {
            out.u32(offset);
        }
    }

    private void store() {
        if (module.memories.isEmpty()) {
            return;
        }
        int memory = random.nextInt(module.memories.size());
        address(module.memories.get(memory));
        boolean isInteger = random.nextBoolean();
        value(isInteger ? I32 : F64, 2);
        out.op(isInteger ? Opcode.I32_STORE : Opcode.F64_STORE);
        access(memory);
    }

    private void call(int function, int depth) {
        if (function < module.functions.size()) {
            Sig signature = module.functions.get(function);
            signature.params().forEach(type -> value(type, depth - 1));
            out.op(Opcode.CALL, function);
            signature.results().forEach(type -> out.op(Opcode.DROP));
        }
    }

    private void nested(Opcode opcode, int depth) {
        out.op(opcode).u8(EMPTY_BLOCK);
        if (depth > 0) {
            statement(depth - 1);
            statement(depth - 1);
        }
        if (opcode == Opcode.BLOCK && random.nextBoolean()) {
            value(I32, 1);
            out.op(Opcode.BR_IF, 0);
        }
        out.op(Opcode.END);
    }

    private void conditional(int depth) {
        value(I32, 2);
        out.op(Opcode.IF).u8(EMPTY_BLOCK);
        if (depth > 0) {
            statement(depth - 1);
        }
        if (random.nextBoolean()) {
            out.op(Opcode.ELSE);
            if (depth > 0) {
                statement(depth - 1);
            }
        }
        out.op(Opcode.END);
    }

    private void branchTable() {
        int blocks = 1 + random.nextInt(4);
        for (int i = 0; i < blocks; i++) {
            out.op(Opcode.BLOCK).u8(EMPTY_BLOCK);
        }
        value(I32, 2);
        int labels = random.nextInt(20) == 0 ? 2000 : random.nextInt(6);
        out.op(Opcode.BR_TABLE).u32(labels);
        for (int i = 0; i <= labels; i++) {
            out.u32(random.nextInt(blocks));
        }
        for (int i = 0; i < blocks; i++) {
            out.op(Opcode.END);
        }
    }

    private void bulk() {
        switch (random.nextInt(6)) {
            case 0 -> {
                if (module.countsData && module.dataSegments > 0) {
                    out.op(Opcode.DATA_DROP, random.nextInt(module.dataSegments));
                }
            }
            case 1 -> {
                if (module.countsData && module.dataSegments > 0 && !module.memories.isEmpty()) {
                    int memory = random.nextInt(module.memories.size());
                    address(module.memories.get(memory));
                    value(I32, 1);
                    value(I32, 1);
                    out.op(Opcode.MEMORY_INIT, random.nextInt(module.dataSegments))
                            .u32(memory);
                }
            }
            case 2 -> {
                if (!module.elements.isEmpty()) {
                    out.op(Opcode.ELEM_DROP, random.nextInt(module.elements.size()));
                }
            }
            case 3 -> initializeTable();
            case 4 -> {
                if (!module.memories.isEmpty()) {
                    int memory = random.nextInt(module.memories.size());
                    address(module.memories.get(memory));
                    value(I32, 1);
                    address(module.memories.get(memory));
                    out.op(Opcode.MEMORY_FILL, memory);
                }
            }
            default -> {
                if (!module.tables.isEmpty()) {
                    int table = random.nextInt(module.tables.size());
                    value(I32, 1);
                    value(module.tables.get(table).type(), 1);
                    out.op(Opcode.TABLE_SET, table);
                }
            }
        }
    }

    private void initializeTable() {
        if (module.elements.isEmpty()) {
            return;
        }
        int element = random.nextInt(module.elements.size());
        Type type = module.elements.get(element);
        oneOf(module.tables.size(), i -> module.tables.get(i).type() == type).ifPresent(table -> {
            value(I32, 1);
            value(I32, 1);
            value(I32, 1);
            out.op(Opcode.TABLE_INIT, element).u32(table);
        });
    }

    /** A block whose type is one of the module's function types. */
    private void typedBlock() {
        Sig signature = module.signatures.get(random.nextInt(module.signatures.size()));
        signature.params().forEach(type -> value(type, 1));
        out.op(Opcode.BLOCK).s33(signature.index());
        for (int i = 0; i < signature.params().size(); i++) {
            out.op(Opcode.DROP);
        }
        signature.results().forEach(type -> value(type, 1));
        out.op(Opcode.END);
        signature.results().forEach(type -> out.op(Opcode.DROP));
    }

    private void throwing(int depth) {
        if (module.tags.isEmpty()) {
            return;
        }
        int tag = random.nextInt(module.tags.size());
        List<Type> thrown = module.tags.get(tag).params();
        if (thrown.isEmpty()) {
            out.op(Opcode.BLOCK).u8(EMPTY_BLOCK);
            out.op(Opcode.TRY_TABLE).u8(EMPTY_BLOCK).u32(2);
            out.u8(0).u32(tag).u32(0).u8(2).u32(0);
            if (depth > 0) {
                statement(depth - 1);
            }
            out.op(Opcode.END).op(Opcode.END);
        } else {
            value(I32, 1);
            out.op(Opcode.IF).u8(EMPTY_BLOCK);
            thrown.forEach(type -> value(type, 1));
            out.op(Opcode.THROW, tag).op(Opcode.END);
        }
    }

    private void value(Type type, int depth) {
        if (depth <= 0 || random.nextInt(4) == 0) {
            simple(type);
            return;
        }
        switch (random.nextInt(7)) {
            case 0 -> chosen(type, depth);
            case 1 -> ofCall(type, depth);
            case 2 -> ofIndirectCall(type, depth);
            case 3 -> block(type, depth);
            default -> computed(type, depth);
        }
    }

    private void simple(Type type) {
        List<Integer> fitting = IntStream.range(0, locals.size())
                .filter(i -> locals.get(i) == type)
                .boxed()
                .toList();
        if (!fitting.isEmpty() && random.nextInt(3) > 0) {
            out.op(Opcode.LOCAL_GET, fitting.get(random.nextInt(fitting.size())));
            return;
        }
        List<Integer> globals = IntStream.range(0, module.globals.size())
                .filter(i -> module.globals.get(i).type() == type)
                .boxed()
                .toList();
        if (!globals.isEmpty() && random.nextInt(3) > 0) {
            out.op(Opcode.GLOBAL_GET, globals.get(random.nextInt(globals.size())));
            return;
        }
        constant(out, type);
    }

    /** Writes a constant instruction. */
    void constant(OddWriter writer, Type type) {
        switch (type) {
            case I32 -> writer.op(Opcode.I32_CONST).s32(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(9));
            case I64 -> writer.op(Opcode.I64_CONST).s64(random.nextInt(4) == 0 ? random.nextLong() : -3);
            case F32 -> writer.op(Opcode.F32_CONST).little(random.nextInt(), Float.BYTES);
            case F64 -> writer.op(Opcode.F64_CONST).little(random.nextLong(), Double.BYTES);
            case V128 ->
                writer.op(Opcode.V128_CONST)
                        .little(random.nextLong(), Long.BYTES)
                        .little(random.nextLong(), Long.BYTES);
            case FUNCREF -> {
                if (!module.referenced.isEmpty() && random.nextBoolean()) {
                    writer.op(Opcode.REF_FUNC, module.referenced.get(random.nextInt(module.referenced.size())));
                } else {
                    writer.op(Opcode.REF_NULL).s33(FUNCREF_NULL);
                }
            }
            case EXTERNREF -> writer.op(Opcode.REF_NULL).s33(EXTERNREF_NULL);
        }
    }

    private void chosen(Type type, int depth) {
        value(type, depth - 1);
        value(type, depth - 1);
        value(I32, depth - 1);
        if (type.isReference() || random.nextBoolean()) {
            out.op(Opcode.SELECT_TYPED).u32(1).u8(type.code());
        } else {
            out.op(Opcode.SELECT);
        }
    }

    private void ofCall(Type type, int depth) {
        var function = oneOf(
                module.functions.size(), i -> module.functions.get(i).results().equals(List.of(type)));
        if (function.isEmpty()) {
            simple(type);
            return;
        }
        module.functions.get(function.get()).params().forEach(param -> value(param, depth - 2));
        out.op(Opcode.CALL, function.get());
    }

    private void ofIndirectCall(Type type, int depth) {
        var table = oneOf(module.tables.size(), i -> module.tables.get(i).type() == FUNCREF);
        var signature = oneOf(
                module.signatures.size(),
                i -> module.signatures.get(i).results().equals(List.of(type)));
        if (table.isEmpty() || signature.isEmpty()) {
            simple(type);
            return;
        }
        Sig called = module.signatures.get(signature.get());
        called.params().forEach(param -> value(param, depth - 2));
        value(I32, depth - 1);
        out.op(Opcode.CALL_INDIRECT, called.index()).u32(table.get());
    }

    private void block(Type type, int depth) {
        if (random.nextBoolean()) {
            out.op(Opcode.BLOCK).u8(type.code());
            value(type, depth - 1);
        } else {
            value(I32, depth - 1);
            out.op(Opcode.IF).u8(type.code());
            value(type, depth - 1);
            out.op(Opcode.ELSE);
            value(type, depth - 1);
        }
        out.op(Opcode.END);
    }

    private void computed(Type type, int depth) {
        switch (type) {
            case I32 -> integer(depth);
            case I64 -> {
                if (random.nextInt(4) == 0) {
                    value(I32, depth - 1);
                    out.op(Opcode.I64_EXTEND_I32_S);
                } else {
                    binary(I64, I64_BINARY, depth);
                }
            }
            case F32 -> {
                value(F64, depth - 1);
                out.op(Opcode.F32_DEMOTE_F64);
            }
            case F64 -> binary(F64, List.of(Opcode.F64_ADD, Opcode.F64_DIV, Opcode.F64_COPYSIGN), depth);
            case V128 -> {
                value(I32, depth - 1);
                out.op(Opcode.I32X4_SPLAT);
            }
            default -> {
                var table =
                        oneOf(module.tables.size(), i -> module.tables.get(i).type() == type);
                if (table.isPresent()) {
                    value(I32, depth - 1);
                    out.op(Opcode.TABLE_GET, table.get());
                } else {
                    simple(type);
                }
            }
        }
    }

    private void integer(int depth) {
        switch (random.nextInt(8)) {
            case 0 -> {
                if (module.memories.isEmpty()) {
                    simple(I32);
                } else {
                    int memory = random.nextInt(module.memories.size());
                    address(module.memories.get(memory));
                    out.op(Opcode.I32_LOAD);
                    access(memory);
                }
            }
            case 1 -> {
                if (module.tables.isEmpty()) {
                    simple(I32);
                } else {
                    out.op(Opcode.TABLE_SIZE, random.nextInt(module.tables.size()));
                }
            }
            case 2 -> {
                value(random.nextBoolean() ? FUNCREF : EXTERNREF, depth - 1);
                out.op(Opcode.REF_IS_NULL);
            }
            case 3 -> {
                value(V128, depth - 1);
                out.op(Opcode.V128_ANY_TRUE);
            }
            case 4 -> {
                value(F32, depth - 1);
                out.op(Opcode.I32_TRUNC_SAT_F32_S);
            }
            default -> binary(I32, I32_BINARY, depth);
        }
    }

    private void binary(Type type, List<Opcode> opcodes, int depth) {
        value(type, depth - 1);
        value(type, depth - 1);
        out.op(opcodes.get(random.nextInt(opcodes.size())));
    }

    /** A constant expression with its end. */
    void initializer(OddWriter writer, Type type) {
        var global = oneOf(module.importedGlobals, i -> module.globals.get(i).equals(new Global(type, false)));
        if (global.isPresent() && random.nextBoolean()) {
            writer.op(Opcode.GLOBAL_GET, global.get());
        } else {
            constant(writer, type);
        }
        if (type == I32 && random.nextInt(4) == 0) {
            constant(writer, I32);
            writer.op(Opcode.I32_ADD);
        }
        writer.op(Opcode.END);
    }
}
