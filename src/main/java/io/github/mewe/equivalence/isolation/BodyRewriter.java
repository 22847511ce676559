package io.github.mewe.equivalence.isolation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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
     * @return the body as the code section has it, without its size
     * @throws UnsupportedCodeException if it cannot be executed on its own
     */
    byte[] rewrite(WasmBinary source, WasmBinary.Body body) {
        var reader = new ByteReader(source.bytes(), body.start(), body.end());
        locals(reader);
        if (target.isInstrumented()) {
            spendFuel();
        }
        dead.push(false);
        while (reader.hasMore()) {
            instruction(Instruction.read(reader));
        }
        return out.toBytes();
    }

    private void locals(ByteReader reader) {
        int groups = reader.u32();
        out.u32(groups);
        for (int i = 0; i < groups; i++) {
            out.u32(reader.u32());
            int type = WasmBinary.valueType(reader);
            if (type == FunctionShape.OTHER) {
                throw new UnsupportedCodeException("has locals of typed references");
            }
            if (type == 0x7B) {
                throw new UnsupportedCodeException("works on vectors (SIMD), which the embedded engine does not know");
            }
            out.u8(type);
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
        write(instruction);
        if (instruction.opens()) {
            dead.push(isDead);
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

    /** What a body does that inputs can be aimed at. */
    static final class Facts {
        /** The integer constants in it. */
        final List<Long> integers = new ArrayList<>();

        /** The bits of the f32 and f64 constants in it. */
        final List<Long> floats = new ArrayList<>();

        /** The offsets of its loads. */
        final List<Long> offsets = new ArrayList<>();

        /** The parameters that are the address of an access as they are. */
        final List<Integer> pointers = new ArrayList<>();

        /** The functions that it calls directly, by their indices in its module. */
        final List<Integer> callees = new ArrayList<>();

        /** Whether the function keeps data or element segments from being used again. */
        boolean usesSegments;

        /** Reads a body. */
        static Facts of(WasmBinary source, WasmBinary.Body body) {
            var facts = new Facts();
            var reader = new ByteReader(source.bytes(), body.start(), body.end());
            for (int groups = reader.u32(); groups > 0; groups--) {
                reader.u32();
                WasmBinary.valueType(reader);
            }
            Instruction last = null;
            while (reader.hasMore()) {
                Instruction instruction = Instruction.read(reader);
                facts.add(instruction, last);
                last = instruction;
            }
            return facts;
        }

        private void add(Instruction instruction, Instruction last) {
            int opcode = instruction.opcode();
            if (opcode == Instruction.I32_CONST || opcode == Instruction.I64_CONST) {
                integers.add(instruction.immediates()[0]);
            } else if (opcode == Instruction.F32_CONST || opcode == Instruction.F64_CONST) {
                long bits = 0;
                for (int i = instruction.bytes().length - 1; i >= 0; i--) {
                    bits = bits << 8 | instruction.bytes()[i] & 0xFF;
                }
                floats.add(bits);
            } else if (opcode == Instruction.CALL || opcode == Instruction.RETURN_CALL) {
                callees.add((int) instruction.immediates()[0]);
            } else if (opcode == Instruction.BR_TABLE) {
                integers.add((long) instruction.immediates().length - 2);
                integers.add((long) instruction.immediates().length / 2);
            }
            usesSegments |= instruction.isOfDataSegments();
            if (instruction.isMemoryAccess()) {
                if (instruction.isLoad()) {
                    offsets.add(instruction.offset());
                }
                if (last != null && last.opcode() == Instruction.LOCAL_GET && instruction.isLoad()) {
                    pointers.add((int) last.immediates()[0]);
                }
            }
        }
    }
}
