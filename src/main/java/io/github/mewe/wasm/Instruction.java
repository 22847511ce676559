package io.github.mewe.wasm;

import java.util.List;

/**
 * An instruction of a function body or a constant expression.
 *
 * @param opcode the operation
 * @param immediates the immediates, of the kinds that the opcode requires
 * @param offset its position in the binary; -1 if it was not read from one
 */
public record Instruction(Opcode opcode, List<Immediate> immediates, int offset) {
    /** Copies the list. */
    public Instruction {
        immediates = List.copyOf(immediates);
    }

    /** Creates an instruction that was not read from a binary. */
    public Instruction(Opcode opcode, Immediate... immediates) {
        this(opcode, List.of(immediates), -1);
    }

    /**
     * Reads the next instruction.
     *
     * @throws MalformedModuleException if the bytes do not encode a known instruction
     */
    public static Instruction read(BinaryReader reader) {
        int offset = reader.position();
        Opcode opcode = OpcodeTable.read(reader);
        List<ImmediateKind> kinds = opcode.immediates();
        List<Immediate> immediates = switch (kinds.size()) {
            case 0 -> List.of();
            case 1 -> List.of(ImmediateFormat.read(kinds.get(0), reader));
            default ->
                kinds.stream().map(kind -> ImmediateFormat.read(kind, reader)).toList();
        };
        return new Instruction(opcode, immediates, offset);
    }

    /** Appends the instruction to a binary. */
    public void write(BinaryWriter writer) {
        OpcodeTable.write(opcode, writer);
        for (int i = 0; i < immediates.size(); i++) {
            ImmediateFormat.write(opcode.immediates().get(i), immediates.get(i), writer);
        }
    }

    /** The value of an immediate that is an index. */
    public int index(int immediate) {
        return ((Immediate.Index) immediates.get(immediate)).value();
    }

    /** The immediate of a memory access. */
    public Immediate.MemoryAccess memoryAccess() {
        return (Immediate.MemoryAccess) immediates.get(0);
    }

    /** The block type of an opcode that opens a block. */
    public Immediate.BlockType blockType() {
        return (Immediate.BlockType) immediates.get(0);
    }

    /** The bits of a scalar constant. */
    public long constant() {
        return ((Immediate.Constant) immediates.get(0)).bits();
    }

    /** The labels of a branch table, the default last. */
    public List<Integer> labels() {
        return ((Immediate.Labels) immediates.get(0)).labels();
    }
}
