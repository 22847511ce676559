package io.github.mewe.equivalence.harness;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Puts the body of a function into a test module: calls go where the module says, every entry of a loop and of the
 * function spends fuel, and what is reached is marked.
 *
 * <p>A body's instructions fall into regions, each ended by an instruction from which control may go elsewhere, or at
 * which it may come from elsewhere. The mark of a region stands before its last instruction, so that a region is marked
 * only if all of it was executed: what is behind a trap is not.
 */
final class BodyRewriter {
    private static final int EMPTY_BLOCK = -0x40;

    /** What bodies are put into. */
    interface Target {
        /** Where a direct call goes. */
        Callee callee(int function);

        /** The function that stands for calls through a table. */
        int throughTable(int table, int type);

        /** The index of a type. */
        int type(int type);

        /** Whether a global of the module is a number, so that the test module has it. */
        boolean isNumber(int global);

        /** The global that holds how much fuel there is. */
        int fuel();

        /** A new global that marks a region of so many instructions. */
        int region(int instructions);

        /** A new global that marks a branch that is taken; -1 if branches are not marked. */
        int branch();

        /** Whether regions are marked and fuel is spent. */
        boolean isInstrumented();
    }

    /**
     * Where a call goes.
     *
     * @param index the function's index in the test module
     * @param isStub whether it is a stub
     */
    record Callee(int index, boolean isStub) {}

    private final Target target;
    private final ByteWriter out = new ByteWriter();
    private final Deque<Boolean> dead = new ArrayDeque<>();

    /** For each construct around, from the innermost on, whether a branch to its label sends no value. */
    private final Deque<Boolean> plain = new ArrayDeque<>();

    /** A local of the rewriter's own, for the index of a table of branches. */
    private int ownLocal;

    private int pending;
    private int instructions;

    BodyRewriter(Target target) {
        this.target = target;
    }

    /** How many instructions the body had. */
    int instructions() {
        return instructions;
    }

    /**
     * Rewrites a body.
     *
     * @param source the module that it is in
     * @param body where it is
     * @param shape the function's type
     * @return the body as the code section has it, without its size
     * @throws UnsupportedCodeException if it cannot be executed on its own
     */
    byte[] rewrite(WasmBinary source, WasmBinary.Body body, FunctionShape shape) {
        var reader = new ByteReader(source.bytes(), body.start(), body.end());
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

    private void locals(ByteReader reader, int params) {
        int groups = reader.u32();
        boolean hasOwn = target.isInstrumented();
        out.u32(groups + (hasOwn ? 1 : 0));
        ownLocal = params;
        for (int i = 0; i < groups; i++) {
            int count = reader.u32();
            ownLocal += count;
            out.u32(count);
            int type = WasmBinary.valueType(reader);
            if (type == FunctionShape.OTHER) {
                throw new UnsupportedCodeException("has locals of typed references");
            }
            if (type == 0x7B) {
                throw new UnsupportedCodeException("works on vectors (SIMD), which the embedded engine does not know");
            }
            out.u8(type);
        }
        if (hasOwn) {
            out.u32(1).u8(FunctionShape.I32);
        }
    }

    private void instruction(Instruction instruction) {
        check(instruction);
        int opcode = instruction.opcode();
        boolean isDead = dead.peek();
        if (opcode == Instruction.END || opcode == Instruction.ELSE) {
            end(opcode, instruction);
            return;
        }
        if (!isDead && !instruction.isMark()) {
            instructions++;
            pending++;
            if (instruction.branches()) {
                mark();
            }
        }
        if (isDead || !markBranch(instruction)) {
            write(instruction);
        }
        if (instruction.opens()) {
            dead.push(isDead);
            plain.push(opcode == Instruction.LOOP || instruction.immediates()[0] == EMPTY_BLOCK);
        }
        if (opcode == Instruction.LOOP && target.isInstrumented()) {
            spendFuel();
        }
        if (instruction.endsControl()) {
            dead.pop();
            dead.push(true);
        }
    }

    private void end(int opcode, Instruction instruction) {
        boolean wasDead = dead.pop();
        if (opcode == Instruction.END) {
            plain.pop();
        }
        if (!wasDead) {
            mark();
        }
        if (opcode == Instruction.ELSE) {
            dead.push(!dead.isEmpty() && dead.peek());
        }
        instruction.write(out, index -> index, index -> index);
    }

    private void mark() {
        if (pending > 0 && target.isInstrumented()) {
            out.u8(Instruction.I32_CONST).signed(1);
            out.u8(Instruction.GLOBAL_SET).u32(target.region(pending));
        }
        pending = 0;
    }

    /** Writes a branch so that it is marked if it is taken; returns false, and writes nothing, if it cannot be. */
    private boolean markBranch(Instruction instruction) {
        if (instruction.opcode() == Instruction.BR_IF) {
            int label = (int) instruction.immediates()[0];
            int global = isPlain(label) ? target.branch() : -1;
            if (global < 0) {
                return false;
            }
            out.u8(Instruction.IF).signed(EMPTY_BLOCK);
            out.u8(Instruction.I32_CONST).signed(1);
            out.u8(Instruction.GLOBAL_SET).u32(global);
            out.u8(Instruction.BR).u32(label + 1);
            out.u8(Instruction.END);
            return true;
        }
        if (instruction.opcode() == Instruction.BR_TABLE) {
            markCases(instruction.immediates());
        }
        return false;
    }

    /** One mark for each run of cases that go to the same place, by the first of them. */
    private void markCases(long[] labels) {
        boolean first = true;
        for (int i = 0; i < labels.length - 1; i++) {
            if (i > 0 && labels[i] == labels[i - 1]) {
                continue;
            }
            int global = target.branch();
            if (global < 0) {
                return;
            }
            if (first) {
                out.u8(0x22).u32(ownLocal); // local.tee
                first = false;
            } else {
                out.u8(Instruction.LOCAL_GET).u32(ownLocal);
            }
            out.u8(Instruction.I32_CONST).signed(i).u8(0x46); // i32.eq
            out.u8(Instruction.IF).signed(EMPTY_BLOCK);
            out.u8(Instruction.I32_CONST).signed(1);
            out.u8(Instruction.GLOBAL_SET).u32(global);
            out.u8(Instruction.END);
        }
        if (!first) {
            out.u8(Instruction.LOCAL_GET).u32(ownLocal);
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

    private void spendFuel() {
        out.u8(Instruction.GLOBAL_GET).u32(target.fuel());
        out.u8(Instruction.I32_CONST).signed(1);
        out.u8(0x6B); // i32.sub
        out.u8(Instruction.GLOBAL_SET).u32(target.fuel());
        out.u8(Instruction.GLOBAL_GET).u32(target.fuel());
        out.u8(Instruction.I32_CONST).signed(0);
        out.u8(0x48); // i32.lt_s
        out.u8(Instruction.IF).signed(EMPTY_BLOCK);
        out.u8(Instruction.UNREACHABLE);
        out.u8(Instruction.END);
    }

    private void write(Instruction instruction) {
        int opcode = instruction.opcode();
        if ((opcode == Instruction.GLOBAL_GET || opcode == Instruction.GLOBAL_SET)
                && !target.isNumber((int) instruction.immediates()[0])) {
            throw new UnsupportedCodeException("uses a global that is a reference or a vector");
        }
        switch (opcode) {
            case Instruction.CALL, Instruction.RETURN_CALL -> {
                Callee callee = target.callee((int) instruction.immediates()[0]);
                boolean leaves = instruction.opcode() == Instruction.RETURN_CALL;
                if (leaves && !callee.isStub()) {
                    out.u8(Instruction.RETURN_CALL).u32(callee.index());
                } else {
                    callStub(callee.index(), leaves);
                }
            }
            case Instruction.CALL_INDIRECT, Instruction.RETURN_CALL_INDIRECT ->
                callStub(
                        target.throughTable((int) instruction.immediates()[1], target.type((int)
                                instruction.immediates()[0])),
                        instruction.opcode() == Instruction.RETURN_CALL_INDIRECT);
            default ->
                instruction.write(
                        out,
                        index -> {
                            throw new UnsupportedCodeException("takes a reference to a function");
                        },
                        target::type);
        }
    }

    private void callStub(int stub, boolean leaves) {
        out.u8(Instruction.CALL).u32(stub);
        if (leaves) {
            out.u8(Instruction.RETURN);
        }
    }

    private static void check(Instruction instruction) {
        if (instruction.isVector()) {
            throw new UnsupportedCodeException("works on vectors (SIMD), which the embedded engine does not know");
        }
        if (instruction.isLegacyException()) {
            throw new UnsupportedCodeException("uses legacy exceptions, which the embedded engine does not know");
        }
        if (instruction.isGc()) {
            throw new UnsupportedCodeException("works on garbage-collected objects, which no stub can give");
        }
        if (instruction.isOfAnotherMemory()) {
            throw new UnsupportedCodeException("works on a second memory, which the embedded engine does not know");
        }
        if (instruction.isOfTables()) {
            throw new UnsupportedCodeException("reads or writes tables");
        }
        int opcode = instruction.opcode();
        if (opcode == Instruction.CALL_REF || opcode == Instruction.RETURN_CALL_REF) {
            throw new UnsupportedCodeException("calls through references");
        }
        if (opcode == Instruction.TRY_TABLE || opcode == Instruction.THROW || opcode == Instruction.THROW_REF) {
            throw new UnsupportedCodeException("throws or catches exceptions");
        }
    }
}
