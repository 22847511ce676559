package io.github.mewe.measure;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.Immediate;
import io.github.mewe.wasm.ImmediateKind;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.LocalGroup;
import io.github.mewe.wasm.ValueType;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Reads function bodies as sequences of an alphabet's numbers.
 *
 * <p>Two instructions get the same number if they have the same opcode and immediates. The indices of locals and labels
 * do not count, and the caller decides which called functions count as equal. So a body in which only locals were
 * renumbered counts as equal, which errs on the side of the attacker.
 */
public final class InstructionReader {
    private final byte[] binary;
    private final InstructionAlphabet alphabet;
    private final IntUnaryOperator callees;

    /**
     * Creates a reader.
     *
     * @param binary a valid module
     * @param alphabet the alphabet
     * @param callees maps the index of a called function to the number it counts as
     */
    public InstructionReader(byte[] binary, InstructionAlphabet alphabet, IntUnaryOperator callees) {
        this.binary = binary;
        this.alphabet = alphabet;
        this.callees = callees;
    }

    /**
     * Reads a body.
     *
     * @param body a body of the module
     * @return the numbers of its instructions, including the ends of blocks
     * @throws io.github.mewe.wasm.MalformedModuleException if it contains an unknown instruction
     */
    public int[] read(BinaryLayout.Body body) {
        var reader = new BinaryReader(binary, body.start(), body.end());
        LocalGroup.readAll(reader);
        var numbers = new int[body.end() - reader.position()];
        int count = 0;
        while (reader.hasMore()) {
            numbers[count++] = number(Instruction.read(reader));
        }
        return Arrays.copyOf(numbers, count);
    }

    private int number(Instruction instruction) {
        long hash = SequenceHash.extend(0, instruction.opcode().ordinal());
        for (Immediate immediate : instruction.immediates()) {
            hash = add(hash, immediate);
        }
        return alphabet.number(hash);
    }

    private long add(long hash, Immediate immediate) {
        if (immediate instanceof Immediate.Index index) {
            return add(hash, index);
        }
        if (immediate instanceof Immediate.Labels table) {
            return SequenceHash.extend(hash, table.labels().size());
        }
        if (immediate instanceof Immediate.Constant constant) {
            return SequenceHash.extend(hash, constant.bits());
        }
        if (immediate instanceof Immediate.VectorConstant vector) {
            return SequenceHash.extend(SequenceHash.extend(hash, vector.low()), vector.high());
        }
        if (immediate instanceof Immediate.MemoryAccess access) {
            long place = SequenceHash.extend(SequenceHash.extend(hash, access.alignment()), access.memory());
            return SequenceHash.extend(place, access.offset());
        }
        if (immediate instanceof Immediate.Clauses list) {
            long clauses = hash;
            for (Immediate.Clause clause : list.clauses()) {
                clauses = SequenceHash.extend(SequenceHash.extend(clauses, clause.kind()), clause.tag());
            }
            return clauses;
        }
        if (immediate instanceof Immediate.BlockType type) {
            return SequenceHash.extend(SequenceHash.extend(hash, type.value().id()), type.index());
        }
        if (immediate instanceof Immediate.HeapType type) {
            return SequenceHash.extend(hash, type.code());
        }
        if (immediate instanceof Immediate.ValueTypes list) {
            long types = hash;
            for (ValueType type : list.types()) {
                types = SequenceHash.extend(types, type.id());
            }
            return types;
        }
        return SequenceHash.extend(hash, ((Immediate.Flags) immediate).value());
    }

    private long add(long hash, Immediate.Index index) {
        if (index.kind() == ImmediateKind.LOCAL || index.kind() == ImmediateKind.LABEL) {
            return hash;
        }
        return SequenceHash.extend(
                hash, index.kind() == ImmediateKind.FUNCTION ? callees.applyAsInt(index.value()) : index.value());
    }
}
