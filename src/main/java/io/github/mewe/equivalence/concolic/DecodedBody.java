package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.FunctionType;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A body of a test module, decoded for interpretation. */
final class DecodedBody {
    /** The number of instructions that spend fuel, without the first. */
    private static final int SPENDING = 9;

    final FunctionType shape;

    /** The types of the parameters and then of the other locals. */
    final ValueType[] locals;

    /** The opcodes. */
    final Opcode[] operations;

    /** The first immediate of each instruction; the offset for memory accesses. */
    final long[] immediates;

    /** The labels of branch tables. */
    final int[][] tables;

    /** The end of the construct that an instruction opens, or whose else part it starts. */
    final int[] ends;

    /** The start of the else part of a construct; -1 if there is none. */
    final int[] others;

    /** The number of parameters of a construct. */
    final int[] takes;

    /** The number of results of a construct. */
    final int[] leaves;

    /**
     * Reads a body.
     *
     * @param module a settled module
     * @param number the body's number among the functions that the module defines
     */
    DecodedBody(TestModule module, int number) {
        this.shape = module.shape(number);
        var reader = new BinaryReader(module.code(number));
        var localTypes = new ArrayList<>(shape.params());
        for (LocalGroup group : LocalGroup.readAll(reader)) {
            localTypes.addAll(Collections.nCopies(group.count(), group.type()));
        }
        this.locals = localTypes.toArray(ValueType[]::new);
        List<Instruction> all = instructions(reader, module.fuel());
        int size = all.size();
        this.operations = new Opcode[size];
        this.immediates = new long[size];
        this.tables = new int[size][];
        this.ends = new int[size];
        this.others = new int[size];
        this.takes = new int[size];
        this.leaves = new int[size];
        for (int i = 0; i < size; i++) {
            if (all.get(i) != null) {
                decode(i, all.get(i), module);
            }
        }
        connect();
    }

    private void decode(int at, Instruction instruction, TestModule module) {
        Opcode opcode = instruction.opcode();
        operations[at] = opcode == Opcode.SELECT_TYPED ? Opcode.SELECT : opcode;
        immediates[at] = immediate(instruction);
        others[at] = -1;
        if (opcode == Opcode.BR_TABLE) {
            tables[at] =
                    instruction.labels().stream().mapToInt(Integer::intValue).toArray();
        }
        if (opcode.opensBlock()) {
            Immediate.BlockType type = instruction.blockType();
            if (type.isIndex()) {
                FunctionType blockShape = module.blockShape(type.index());
                takes[at] = blockShape.params().size();
                leaves[at] = blockShape.results().size();
            } else {
                leaves[at] = type.equals(Immediate.BlockType.EMPTY) ? 0 : 1;
            }
        }
    }

    /** Finds the ends of the constructs, and the parts behind their {@code else}. */
    private void connect() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < operations.length; i++) {
            Opcode opcode = operations[i];
            if (opcode == Opcode.ELSE) {
                others[open.element()] = i + 1;
                open.push(i);
            } else if (opcode == Opcode.END && !open.isEmpty()) {
                int opener = open.pop();
                ends[opener] = i;
                if (operations[opener] == Opcode.ELSE) {
                    ends[open.pop()] = i;
                }
            } else if (opcode != null && opcode.opensBlock()) {
                open.push(i);
            }
        }
    }

    private static List<Instruction> instructions(BinaryReader reader, int fuel) {
        var all = new ArrayList<Instruction>();
        while (reader.hasMore()) {
            Instruction instruction = Instruction.read(reader);
            Opcode opcode = instruction.opcode();
            boolean isGlobal = opcode == Opcode.GLOBAL_GET || opcode == Opcode.GLOBAL_SET;
            if (isGlobal && instruction.index(0) == fuel) {
                for (int i = 0; i < SPENDING; i++) {
                    Instruction.read(reader);
                }
                all.add(null);
            } else if (isGlobal && instruction.index(0) > fuel) {
                all.remove(all.size() - 1);
            } else {
                all.add(instruction);
            }
        }
        return all;
    }

    private static long immediate(Instruction instruction) {
        if (instruction.immediates().isEmpty()) {
            return 0;
        }
        Immediate first = instruction.immediates().get(0);
        if (first instanceof Immediate.MemoryAccess access) {
            return access.offset();
        }
        if (first instanceof Immediate.Constant constant) {
            return constant.bits();
        }
        return first instanceof Immediate.Index index ? index.value() : 0;
    }
}
