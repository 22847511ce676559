package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.ImmediateKind;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.Opcode;
import java.util.ArrayList;
import java.util.List;

/** Facts about a body that help to choose its inputs. */
public final class BodyFacts {
    /** The integer constants. */
    final List<Long> integers = new ArrayList<>();

    /** The values that its branch tables distinguish. */
    final List<Long> cases = new ArrayList<>();

    /** The bits of the f32 and f64 constants. */
    final List<Long> floats = new ArrayList<>();

    /** The offsets of loads. */
    final List<Long> offsets = new ArrayList<>();

    /** The parameters that serve as the address of a load, unchanged. */
    final List<Integer> pointers = new ArrayList<>();

    /** Constant addresses that the body reads: probably variables of the program. */
    final List<Integer> variables = new ArrayList<>();

    /** Pairs of a load's offset and a constant that follows closely, which the body probably compares. */
    final List<long[]> compared = new ArrayList<>();

    /** The direct callees, by their indices in the module. */
    public final List<Integer> callees = new ArrayList<>();

    /** True if the body uses data segments. */
    boolean usesSegments;

    private static final int CLOSE = 4;
    private static final int MOST_COMPARED_CASES = 24;
    private static final int MOST_CASES = 256;

    /** Smaller numbers are not taken for addresses of variables. */
    private static final int LEAST_ADDRESS = 1024;

    private int sinceLoad = CLOSE;
    private long loadOffset;

    /** Reads a body. */
    public static BodyFacts of(ModuleSections source, BinaryLayout.Body body) {
        var facts = new BodyFacts();
        var reader = source.reader(body);
        LocalGroup.readAll(reader);
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
        Opcode opcode = instruction.opcode();
        if (opcode.isScalarLoad()) {
            sinceLoad = 0;
            loadOffset = instruction.memoryAccess().offset();
            if (last != null && last.opcode() == Opcode.I32_CONST) {
                loadOffset += last.constant();
            }
        } else if (sinceLoad <= CLOSE && opcode == Opcode.I32_CONST || opcode == Opcode.I64_CONST) {
            compared.add(new long[] {loadOffset, instruction.constant()});
        } else if (sinceLoad <= CLOSE && opcode == Opcode.BR_TABLE) {
            compared.add(new long[] {loadOffset, instruction.labels().size() / 2});
        }
    }

    private void add(Instruction instruction, Instruction last) {
        Opcode opcode = instruction.opcode();
        if (opcode == Opcode.I32_CONST || opcode == Opcode.I64_CONST) {
            integers.add(instruction.constant());
            if (opcode == Opcode.I32_CONST && instruction.constant() >= LEAST_ADDRESS) {
                variables.add((int) instruction.constant());
            }
        } else if (opcode == Opcode.F32_CONST || opcode == Opcode.F64_CONST) {
            floats.add(instruction.constant());
        } else if (opcode == Opcode.CALL || opcode == Opcode.RETURN_CALL) {
            callees.add(instruction.index(0));
        } else if (opcode == Opcode.BR_TABLE) {
            long constant = integers.isEmpty() ? 0 : integers.get(integers.size() - 1);
            Opcode before = last == null ? Opcode.NOP : last.opcode();
            long base = before == Opcode.I32_SUB ? constant : before == Opcode.I32_ADD ? -constant : 0;
            for (int i = 0; i < Math.min(MOST_CASES, instruction.labels().size()); i++) {
                cases.add(base + i);
                if (i < MOST_COMPARED_CASES) {
                    compared.add(new long[] {loadOffset, base + i});
                }
            }
        }
        usesSegments |= opcode.immediates().contains(ImmediateKind.DATA);
        if (opcode.isMemoryAccess()) {
            long offset = instruction.memoryAccess().offset();
            if (offset >= LEAST_ADDRESS && offset <= Integer.MAX_VALUE) {
                variables.add((int) offset);
            }
            if (opcode.isScalarLoad()) {
                addLoad(offset, last);
            }
        }
    }

    private void addLoad(long offset, Instruction last) {
        offsets.add(offset);
        if (last != null && last.opcode() == Opcode.I32_CONST) {
            variables.add((int) (last.constant() + offset));
        }
        if (last != null && last.opcode() == Opcode.LOCAL_GET) {
            pointers.add(last.index(0));
        }
    }
}
