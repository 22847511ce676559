package io.github.mewe.equivalence.harness;

import java.util.ArrayList;
import java.util.List;

/** What a body does that inputs can be aimed at. */
public final class BodyFacts {
    /** The integer constants in it. */
    final List<Long> integers = new ArrayList<>();

    /** The values over which it switches. */
    final List<Long> cases = new ArrayList<>();

    /** The bits of the f32 and f64 constants in it. */
    final List<Long> floats = new ArrayList<>();

    /** The offsets of its loads. */
    final List<Long> offsets = new ArrayList<>();

    /** The parameters that are the address of an access as they are. */
    final List<Integer> pointers = new ArrayList<>();

    /** Addresses that it reads as they are, so that they hold variables of the program. */
    final List<Integer> variables = new ArrayList<>();

    /** Offsets of loads with a constant that follows them closely: what is read is likely compared with it. */
    final List<long[]> compared = new ArrayList<>();

    /** The functions that it calls directly, by their indices in its module. */
    public final List<Integer> callees = new ArrayList<>();

    /** Whether the function keeps data or element segments from being used again. */
    boolean usesSegments;

    private static final int CLOSE = 4;
    private static final int MOST_COMPARED_CASES = 24;
    private static final int MOST_CASES = 256;
    private static final int I32_ADD = 0x6A;
    private static final int I32_SUB = 0x6B;

    /** Smaller numbers are no addresses of variables. */
    private static final int LEAST_ADDRESS = 1024;

    private int sinceLoad = CLOSE;
    private long loadOffset;

    /** Reads a body. */
    public static BodyFacts of(WasmBinary source, WasmBinary.Body body) {
        var facts = new BodyFacts();
        var reader = new ByteReader(source.bytes(), body.start(), body.end());
        for (int groups = reader.u32(); groups > 0; groups--) {
            reader.u32();
            WasmBinary.valueType(reader);
        }
        Instruction last = null;
        while (reader.hasMore()) {
            Instruction instruction = Instruction.read(reader);
            facts.add(instruction, last);
            facts.compare(instruction, last);
            last = instruction;
        }
        return facts;
    }

    private void compare(Instruction instruction, Instruction last) {
        sinceLoad++;
        int opcode = instruction.opcode();
        if (instruction.isLoad()) {
            sinceLoad = 0;
            loadOffset = instruction.offset();
            if (last != null && last.opcode() == Instruction.I32_CONST) {
                loadOffset += last.immediates()[0];
            }
        } else if (sinceLoad <= CLOSE && opcode == Instruction.I32_CONST || opcode == Instruction.I64_CONST) {
            compared.add(new long[] {loadOffset, instruction.immediates()[0]});
        } else if (sinceLoad <= CLOSE && opcode == Instruction.BR_TABLE) {
            compared.add(new long[] {loadOffset, instruction.immediates().length / 2});
        }
    }

    private void add(Instruction instruction, Instruction last) {
        int opcode = instruction.opcode();
        if (opcode == Instruction.I32_CONST || opcode == Instruction.I64_CONST) {
            integers.add(instruction.immediates()[0]);
            if (opcode == Instruction.I32_CONST && instruction.immediates()[0] >= LEAST_ADDRESS) {
                variables.add((int) instruction.immediates()[0]);
            }
        } else if (opcode == Instruction.F32_CONST || opcode == Instruction.F64_CONST) {
            long bits = 0;
            for (int i = instruction.bytes().length - 1; i >= 0; i--) {
                bits = bits << 8 | instruction.bytes()[i] & 0xFF;
            }
            floats.add(bits);
        } else if (opcode == Instruction.CALL || opcode == Instruction.RETURN_CALL) {
            callees.add((int) instruction.immediates()[0]);
        } else if (opcode == Instruction.BR_TABLE) {
            long constant = integers.isEmpty() ? 0 : integers.get(integers.size() - 1);
            int before = last == null ? 0 : last.opcode();
            long base = before == I32_SUB ? constant : before == I32_ADD ? -constant : 0;
            for (int i = 0; i < Math.min(MOST_CASES, instruction.immediates().length); i++) {
                cases.add(base + i);
                if (i < MOST_COMPARED_CASES) {
                    compared.add(new long[] {loadOffset, base + i});
                }
            }
        }
        usesSegments |= instruction.isOfDataSegments();
        if (instruction.isMemoryAccess()) {
            if (instruction.offset() >= LEAST_ADDRESS && instruction.offset() <= Integer.MAX_VALUE) {
                variables.add((int) instruction.offset());
            }
            if (instruction.isLoad()) {
                offsets.add(instruction.offset());
            }
            if (last != null && last.opcode() == Instruction.I32_CONST && instruction.isLoad()) {
                variables.add((int) (last.immediates()[0] + instruction.offset()));
            }
            if (last != null && last.opcode() == Instruction.LOCAL_GET && instruction.isLoad()) {
                pointers.add((int) last.immediates()[0]);
            }
        }
    }
}
