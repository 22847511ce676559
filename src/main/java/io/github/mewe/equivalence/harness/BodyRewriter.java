package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.ImmediateKind;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.NarrowStores;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Rewrites the body of a function for a test module: calls go to the targets that the module names, every entry of a
 * loop and of the function spends fuel, and globals mark the code that runs.
 *
 * <p>A region is a sequence of instructions that control enters at the start and leaves at the end. The mark of a
 * region precedes its last instruction, so that a region counts only if all of it ran, and code behind a trap does not.
 */
final class BodyRewriter {
    private static final String VECTORS = "uses vectors (SIMD), which the embedded engine does not support";

    /** The module that receives the bodies. */
    interface Target {
        /** The target of a direct call. */
        Callee callee(int function);

        /** The stub for calls through a table. */
        int throughTable(int table, int type);

        /** The index of a type of the source, in the module. */
        int type(int type);

        /** Determines if a global is a number, so that the module has it. */
        boolean isNumber(int global);

        /** The global that holds the remaining fuel. */
        int fuel();

        /** A new global that marks a region with a number of instructions. */
        int region(int instructions);

        /** A new global that marks a taken branch; -1 if the module does not mark branches. */
        int branch();

        /** Determines if the module marks regions and spends fuel. */
        boolean isInstrumented();

        /** Determines if all operations yield the same NaN, of those that the engine may choose from. */
        boolean hasOneNan();
    }

    /**
     * The target of a call.
     *
     * @param index the index of the function in the test module
     */
    record Callee(int index, boolean isStub) {}

    private final Target target;
    private final BinaryWriter out = new BinaryWriter();
    private final Deque<Boolean> dead = new ArrayDeque<>();

    /** For each open construct, from the innermost: true if a branch to its label sends no value. */
    private final Deque<Boolean> plain = new ArrayDeque<>();

    private NarrowStores stores;

    /** The first additional local. It also holds the index of a branch table. */
    private int ownLocal;

    /** An additional f32, followed by an f64. */
    private int firstFloat;

    private int pending;
    private int instructions;

    BodyRewriter(Target target) {
        this.target = target;
    }

    /** The number of reachable instructions of the body. */
    int instructions() {
        return instructions;
    }

    /**
     * Rewrites a body.
     *
     * @param source the module that contains the body
     * @param shape the type of the function
     * @return the body in the format of the code section, without its size
     * @throws UnsupportedCodeException if the body cannot run in isolation
     */
    byte[] rewrite(ModuleSections source, BinaryLayout.Body body, FunctionType shape) {
        var reader = source.reader(body);
        locals(reader, shape.params().size());
        plain.push(shape.results().isEmpty());
        if (target.isInstrumented()) {
            spendFuel();
        }
        dead.push(false);
        while (reader.hasMore()) {
            instruction(Instruction.read(reader));
        }
        return out.toBytes();
    }

    private void locals(BinaryReader reader, int params) {
        var groups = new ArrayList<>(LocalGroup.readAll(reader));
        ownLocal = params;
        for (LocalGroup group : groups) {
            ownLocal += group.count();
            if (group.type().namesHeapType()) {
                throw new UnsupportedCodeException("has locals of typed references");
            }
            if (group.type().equals(ValueType.V128)) {
                throw new UnsupportedCodeException(VECTORS);
            }
        }
        stores = new NarrowStores(ownLocal, out);
        groups.add(NarrowStores.LOCALS);
        firstFloat = ownLocal + NarrowStores.LOCALS.count();
        if (target.hasOneNan()) {
            groups.add(new LocalGroup(1, ValueType.F32));
            groups.add(new LocalGroup(1, ValueType.F64));
        }
        LocalGroup.writeAll(groups, out);
    }

    private void instruction(Instruction instruction) {
        check(instruction);
        Opcode opcode = instruction.opcode();
        boolean isDead = dead.peek();
        if (opcode == Opcode.END || opcode == Opcode.ELSE) {
            end(opcode, instruction);
            return;
        }
        if (!isDead && !isPunctuation(opcode)) {
            instructions++;
            pending++;
            if (branches(opcode)) {
                mark();
            }
        }
        if (isDead || !markBranch(instruction)) {
            write(instruction);
        }
        if (!isDead && target.hasOneNan()) {
            unify(opcode);
        }
        if (opcode.opensBlock()) {
            dead.push(isDead);
            plain.push(opcode == Opcode.LOOP || instruction.blockType().equals(Immediate.BlockType.EMPTY));
        }
        if (opcode == Opcode.LOOP && target.isInstrumented()) {
            spendFuel();
        }
        if (opcode.endsControl()) {
            dead.pop();
            dead.push(true);
        }
    }

    private void end(Opcode opcode, Instruction instruction) {
        boolean wasDead = dead.pop();
        if (opcode == Opcode.END) {
            plain.pop();
        }
        if (!wasDead) {
            mark();
        }
        if (opcode == Opcode.ELSE) {
            dead.push(!dead.isEmpty() && dead.peek());
        }
        instruction.write(out);
    }

    private void mark() {
        if (pending > 0 && target.isInstrumented()) {
            out.constant(Opcode.I32_CONST, 1);
            out.instruction(Opcode.GLOBAL_SET, target.region(pending));
        }
        pending = 0;
    }

    /** Writes a branch with a mark; returns false, and does not write the branch, if it cannot have one. */
    private boolean markBranch(Instruction instruction) {
        if (instruction.opcode() == Opcode.BR_IF) {
            int label = instruction.index(0);
            int global = isPlain(label) ? target.branch() : -1;
            if (global < 0) {
                return false;
            }
            out.instruction(Opcode.IF, Immediate.BlockType.EMPTY);
            out.constant(Opcode.I32_CONST, 1);
            out.instruction(Opcode.GLOBAL_SET, global);
            out.instruction(Opcode.BR, label + 1);
            out.instruction(Opcode.END);
            return true;
        }
        if (instruction.opcode() == Opcode.BR_TABLE) {
            markCases(instruction.labels());
        }
        return false;
    }

    /** Writes one mark per sequence of cases with the same label. */
    private void markCases(List<Integer> labels) {
        boolean first = true;
        for (int i = 0; i < labels.size() - 1; i++) {
            if (i > 0 && labels.get(i).equals(labels.get(i - 1))) {
                continue;
            }
            int global = target.branch();
            if (global < 0) {
                return;
            }
            if (first) {
                out.instruction(Opcode.LOCAL_TEE, ownLocal);
                first = false;
            } else {
                out.instruction(Opcode.LOCAL_GET, ownLocal);
            }
            out.constant(Opcode.I32_CONST, i).instruction(Opcode.I32_EQ);
            out.instruction(Opcode.IF, Immediate.BlockType.EMPTY);
            out.constant(Opcode.I32_CONST, 1);
            out.instruction(Opcode.GLOBAL_SET, global);
            out.instruction(Opcode.END);
        }
        if (!first) {
            out.instruction(Opcode.LOCAL_GET, ownLocal);
        }
    }

    private boolean isPlain(int label) {
        int i = 0;
        for (boolean sendsNothing : plain) {
            if (i++ == label) {
                return sendsNothing;
            }
        }
        return false;
    }

    /** Replaces a NaN that an operation yields, of whose bits the engine chooses some. */
    private void unify(Opcode opcode) {
        if (opcode == Opcode.F32_DEMOTE_F64 || opcode.isBetween(Opcode.F32_CEIL, Opcode.F32_MAX)) {
            unify(firstFloat, Opcode.F32_EQ, Opcode.F32_CONST, Float.floatToRawIntBits(Float.NaN));
        } else if (opcode == Opcode.F64_PROMOTE_F32 || opcode.isBetween(Opcode.F64_CEIL, Opcode.F64_MAX)) {
            unify(firstFloat + 1, Opcode.F64_EQ, Opcode.F64_CONST, Double.doubleToRawLongBits(Double.NaN));
        }
    }

    private void unify(int local, Opcode equal, Opcode constant, long nan) {
        out.instruction(Opcode.LOCAL_TEE, local);
        out.constant(constant, nan);
        out.instruction(Opcode.LOCAL_GET, local).instruction(Opcode.LOCAL_GET, local);
        out.instruction(equal);
        out.instruction(Opcode.SELECT);
    }

    private void spendFuel() {
        out.instruction(Opcode.GLOBAL_GET, target.fuel());
        out.constant(Opcode.I32_CONST, 1);
        out.instruction(Opcode.I32_SUB);
        out.instruction(Opcode.GLOBAL_SET, target.fuel());
        out.instruction(Opcode.GLOBAL_GET, target.fuel());
        out.constant(Opcode.I32_CONST, 0);
        out.instruction(Opcode.I32_LT_S);
        out.instruction(Opcode.IF, Immediate.BlockType.EMPTY);
        out.instruction(Opcode.UNREACHABLE);
        out.instruction(Opcode.END);
    }

    private void write(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        if ((opcode == Opcode.GLOBAL_GET || opcode == Opcode.GLOBAL_SET) && !target.isNumber(instruction.index(0))) {
            throw new UnsupportedCodeException("uses a global that is a reference or a vector");
        }
        switch (opcode) {
            case CALL, RETURN_CALL -> {
                Callee callee = target.callee(instruction.index(0));
                boolean leaves = opcode == Opcode.RETURN_CALL;
                if (leaves && !callee.isStub()) {
                    out.instruction(Opcode.RETURN_CALL, callee.index());
                } else {
                    callStub(callee.index(), leaves);
                }
            }
            case CALL_INDIRECT, RETURN_CALL_INDIRECT ->
                callStub(
                        target.throughTable(instruction.index(1), target.type(instruction.index(0))),
                        opcode == Opcode.RETURN_CALL_INDIRECT);
            case I32_STORE8, I64_STORE8, I64_STORE32 -> stores.write(instruction);
            default ->
                out.instruction(
                        opcode,
                        instruction.immediates().stream().map(this::renumbered).toArray(Immediate[]::new));
        }
    }

    /** The immediate with the type indices of the test module. */
    private Immediate renumbered(Immediate immediate) {
        if (immediate instanceof Immediate.Index index && index.kind() == ImmediateKind.FUNCTION) {
            throw new UnsupportedCodeException("takes a reference to a function");
        }
        if (immediate instanceof Immediate.Index index && index.kind() == ImmediateKind.TYPE) {
            return new Immediate.Index(ImmediateKind.TYPE, target.type(index.value()));
        }
        if (immediate instanceof Immediate.HeapType type && type.code() >= 0) {
            return new Immediate.HeapType(target.type((int) type.code()));
        }
        if (immediate instanceof Immediate.BlockType type && type.isIndex()) {
            return new Immediate.BlockType(ValueType.NONE, target.type(type.index()));
        }
        return immediate;
    }

    private void callStub(int stub, boolean leaves) {
        out.instruction(Opcode.CALL, stub);
        if (leaves) {
            out.instruction(Opcode.RETURN);
        }
    }

    private static void check(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        if (opcode.opensBlock() && instruction.blockType().value().namesHeapType()) {
            throw new UnsupportedCodeException("has blocks that leave typed references");
        }
        if (opcode.isVector()) {
            throw new UnsupportedCodeException(VECTORS);
        }
        if (opcode.isLegacyException()) {
            throw new UnsupportedCodeException("uses legacy exceptions, which the embedded engine does not support");
        }
        if (opcode.isGarbageCollection()) {
            throw new UnsupportedCodeException("uses garbage-collected objects, which no stub can return");
        }
        if (usesAnotherMemory(instruction)) {
            throw new UnsupportedCodeException("uses a second memory, which the embedded engine does not support");
        }
        if (opcode == Opcode.TABLE_GET || opcode == Opcode.TABLE_SET || isBulkOfTables(opcode)) {
            throw new UnsupportedCodeException("reads or writes tables");
        }
        if (opcode == Opcode.CALL_REF || opcode == Opcode.RETURN_CALL_REF) {
            throw new UnsupportedCodeException("calls through references");
        }
        if (opcode == Opcode.TRY_TABLE || opcode == Opcode.THROW || opcode == Opcode.THROW_REF) {
            throw new UnsupportedCodeException("throws or catches exceptions");
        }
    }

    private static boolean isBulkOfTables(Opcode opcode) {
        return opcode.isBetween(Opcode.TABLE_INIT, Opcode.TABLE_FILL);
    }

    private static boolean usesAnotherMemory(Instruction instruction) {
        return instruction.immediates().stream()
                .anyMatch(immediate -> immediate instanceof Immediate.MemoryAccess access && access.memory() != 0
                        || immediate instanceof Immediate.Index index
                                && index.kind() == ImmediateKind.MEMORY
                                && index.value() != 0);
    }

    /** Control may continue elsewhere than at the next instruction. */
    private static boolean branches(Opcode opcode) {
        return opcode.endsControl()
                || switch (opcode) {
                    case BR_IF, IF, BR_ON_NULL, BR_ON_NON_NULL, BR_ON_CAST, BR_ON_CAST_FAIL -> true;
                    default -> false;
                };
    }

    /** Delimits a construct and does nothing else. */
    private static boolean isPunctuation(Opcode opcode) {
        return opcode == Opcode.END || opcode == Opcode.ELSE || opcode == Opcode.BLOCK || opcode == Opcode.LOOP;
    }
}
