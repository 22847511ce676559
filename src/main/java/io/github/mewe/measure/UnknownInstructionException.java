package io.github.mewe.measure;

/** An instruction is of a proposal that is not known here. */
public final class UnknownInstructionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An instruction that is not known.
     *
     * @param opcode its opcode
     * @param offset where in the binary it is
     */
    public UnknownInstructionException(int opcode, int offset) {
        super(String.format("the instruction at offset 0x%x, with opcode 0x%x, is not known", offset, opcode));
    }
}
