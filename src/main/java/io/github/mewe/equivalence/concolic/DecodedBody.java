package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.ByteReader;
import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.Instruction;
import io.github.mewe.equivalence.harness.TestModule;
import io.github.mewe.equivalence.harness.WasmBinary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A body of a test module, laid out for being followed instruction by instruction. */
final class DecodedBody {
    /** Stands for the instructions that spend fuel. */
    static final int SPEND = -1;

    /** Instructions that spend fuel, behind the first. */
    private static final int SPENDING = 9;

    private static final int SELECT_TYPED = 0x1C;

    final FunctionShape shape;

    /** The types of the parameters and then of the other locals. */
    final int[] locals;

    /** The opcodes. */
    final int[] operations;

    /** What immediates they have that are numbers: of memory accesses the offset. */
    final long[] immediates;

    /** The labels of tables of branches. */
    final long[][] tables;

    /** Where the construct that an instruction opens or parts ends. */
    final int[] ends;

    /** Where the other part of a construct begins, behind its {@code else}; -1 if there is none. */
    final int[] others;

    /** How many values a construct takes from the stack, and how many it leaves. */
    final int[] takes;

    final int[] leaves;

    /**
     * Reads a body.
     *
     * @param module a settled module
     * @param number the body's number among the functions that the module defines
     */
    DecodedBody(TestModule module, int number) {
        this.shape = module.shape(number);
        var reader = new ByteReader(module.code(number));
        var localTypes = new ArrayList<>(shape.params());
        for (int groups = reader.u32(); groups > 0; groups--) {
            int count = reader.u32();
            int type = WasmBinary.valueType(reader);
            for (int i = 0; i < count; i++) {
                localTypes.add(type);
            }
        }
        this.locals = localTypes.stream().mapToInt(Integer::intValue).toArray();
        List<Instruction> all = instructions(reader, module.fuel());
        int size = all.size();
        this.operations = new int[size];
        this.immediates = new long[size];
        this.tables = new long[size][];
        this.ends = new int[size];
        this.others = new int[size];
        this.takes = new int[size];
        this.leaves = new int[size];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < size; i++) {
            Instruction instruction = all.get(i);
            operations[i] = instruction == null
                    ? SPEND
                    : instruction.opcode() == SELECT_TYPED ? SymbolicValue.SELECT : instruction.opcode();
            if (instruction == null) {
                continue;
            }
            immediates[i] = immediate(instruction);
            tables[i] = instruction.opcode() == Instruction.BR_TABLE ? instruction.immediates() : null;
            others[i] = -1;
            if (instruction.opens()) {
                open.push(i);
                long type = instruction.immediates()[0];
                takes[i] = type >= 0 ? module.blockShape((int) type).params().size() : 0;
                leaves[i] = type >= 0 ? module.blockShape((int) type).results().size() : type == -0x40 ? 0 : 1;
            } else if (instruction.opcode() == Instruction.ELSE) {
                others[open.element()] = i + 1;
                open.push(i);
            } else if (instruction.opcode() == Instruction.END && !open.isEmpty()) {
                int opener = open.pop();
                ends[opener] = i;
                if (operations[opener] == Instruction.ELSE) {
                    ends[open.pop()] = i;
                }
            }
        }
    }

    private static List<Instruction> instructions(ByteReader reader, int fuel) {
        var all = new ArrayList<Instruction>();
        while (reader.hasMore()) {
            Instruction instruction = Instruction.read(reader);
            int opcode = instruction.opcode();
            boolean isGlobal = opcode == Instruction.GLOBAL_GET || opcode == Instruction.GLOBAL_SET;
            if (isGlobal && instruction.immediates()[0] == fuel) {
                for (int i = 0; i < SPENDING; i++) {
                    Instruction.read(reader);
                }
                all.add(null);
            } else if (isGlobal && instruction.immediates()[0] > fuel) {
                all.remove(all.size() - 1);
            } else {
                all.add(instruction);
            }
        }
        return all;
    }

    private static long immediate(Instruction instruction) {
        if (instruction.isMemoryAccess()) {
            return instruction.offset();
        }
        if (instruction.opcode() == Instruction.F32_CONST || instruction.opcode() == Instruction.F64_CONST) {
            long bits = 0;
            for (int i = instruction.bytes().length - 1; i >= 0; i--) {
                bits = bits << 8 | instruction.bytes()[i] & 0xFF;
            }
            return bits;
        }
        return instruction.immediates().length == 0 ? 0 : instruction.immediates()[0];
    }
}
