package io.github.mewe.measure;

import io.github.mewe.common.SequenceHash;
import io.github.mewe.wasm.BinaryLayout;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Reads the instructions of function bodies (WebAssembly specification, section 5.4), as numbers of an alphabet.
 *
 * <p>Two instructions are equal if they have the same opcode and immediates, but for what is only a name: the indices
 * of locals and labels do not count, and called functions count as what the caller of the reader takes them for. So a
 * body in which only locals were renumbered counts as equal, which errs on the side of the attacker.
 */
public final class InstructionReader {
    private static final int GC = 0xFB;
    private static final int MISCELLANEOUS = 0xFC;
    private static final int VECTOR = 0xFD;
    private static final int ATOMIC = 0xFE;
    private static final int SECOND_MEMORY = 0x40;
    private static final int REF = 0x64;
    private static final int REF_NULL = 0x63;

    /** What a byte that is read as a number with a sign is above its value, if that is negative. */
    private static final int ONE_BYTE = 0x80;

    private final byte[] binary;
    private final InstructionAlphabet alphabet;
    private final IntUnaryOperator callees;
    private int position;
    private int opcode;
    private long hash;

    /**
     * A reader.
     *
     * @param binary a valid module
     * @param alphabet the alphabet
     * @param callees what the function of an index counts as where it is called or referred to
     */
    public InstructionReader(byte[] binary, InstructionAlphabet alphabet, IntUnaryOperator callees) {
        this.binary = binary;
        this.alphabet = alphabet;
        this.callees = callees;
    }

    /**
     * Reads a body.
     *
     * @param body where it lies
     * @return its instructions, as the alphabet's numbers; block ends are instructions too
     * @throws UnknownInstructionException if there is one that is not known
     */
    public int[] read(BinaryLayout.Body body) {
        position = body.start();
        int end = body.start() + body.size();
        skipLocals();
        var numbers = new int[end - position];
        int count = 0;
        while (position < end) {
            numbers[count++] = next();
        }
        return Arrays.copyOf(numbers, count);
    }

    private void skipLocals() {
        for (long groups = unsigned(); groups > 0; groups--) {
            unsigned();
            valueType();
        }
    }

    private int next() {
        int start = position;
        opcode = take();
        hash = SequenceHash.extend(0, opcode);
        boolean known = opcode >= 0x45 && opcode <= 0xC4
                || switch (opcode) {
                    case GC -> garbageCollection();
                    case MISCELLANEOUS -> miscellaneous();
                    case VECTOR -> vector();
                    case ATOMIC -> atomic();
                    default -> opcode >= 0x28 && opcode <= 0x3E ? memoryAccess() : single();
                };
        if (!known) {
            throw new UnknownInstructionException(opcode, start);
        }
        return alphabet.number(hash);
    }

    private boolean single() {
        return switch (opcode) {
            case 0x00, 0x01, 0x05, 0x0A, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, 0xD3, 0xD4 -> true;
            case 0x02, 0x03, 0x04, 0x06 -> blockType();
            case 0x07, 0x08 -> counted(unsigned());
            case 0x09, 0x0C, 0x0D, 0x18, 0x20, 0x21, 0x22, 0xD5, 0xD6 -> named();
            case 0x0E -> table();
            case 0x10, 0x12, 0xD2 -> counted(callees.applyAsInt((int) unsigned()));
            case 0x11, 0x13 -> counted(unsigned()) && counted(unsigned());
            case 0x14, 0x15, 0x23, 0x24, 0x25, 0x26, 0x3F, 0x40, 0xE0, 0xE2 -> counted(unsigned());
            case 0x1C -> types();
            case 0x1F -> tryTable();
            case 0x41, 0x42, 0xD0 -> counted(signed());
            case 0x43 -> bytes(4);
            case 0x44 -> bytes(8);
            case 0xE1, 0xE5 -> counted(unsigned()) && counted(unsigned());
            case 0xE3 -> counted(unsigned()) && handlers();
            case 0xE4 -> counted(unsigned()) && counted(unsigned()) && handlers();
            default -> false;
        };
    }

    private boolean garbageCollection() {
        int sub = prefixed();
        return switch (sub) {
            case 0, 1, 6, 7, 11, 12, 13, 14, 16 -> counted(unsigned());
            case 2, 3, 4, 5, 8, 9, 10, 17, 18, 19 -> counted(unsigned()) && counted(unsigned());
            case 15, 26, 27, 28, 29, 30 -> true;
            case 20, 21, 22, 23 -> counted(signed());
            case 24, 25 -> counted(take()) && named() && counted(signed()) && counted(signed());
            default -> false;
        };
    }

    private boolean miscellaneous() {
        int sub = prefixed();
        return switch (sub) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 19, 20, 21, 22 -> true;
            case 8, 10, 12, 14 -> counted(unsigned()) && counted(unsigned());
            case 9, 11, 13, 15, 16, 17 -> counted(unsigned());
            default -> false;
        };
    }

    private boolean vector() {
        int sub = prefixed();
        if (sub <= 11 || sub == 92 || sub == 93) {
            return memoryAccess();
        }
        if (sub == 12 || sub == 13) {
            return bytes(16);
        }
        if (sub >= 21 && sub <= 34) {
            return counted(take());
        }
        return sub < 84 || sub > 91 || memoryAccess() && counted(take());
    }

    private boolean atomic() {
        int sub = prefixed();
        return sub == 3 ? counted(take()) : memoryAccess();
    }

    private int prefixed() {
        int sub = (int) unsigned();
        counted(sub);
        opcode = opcode << 16 | sub;
        return sub;
    }

    private boolean memoryAccess() {
        long flags = unsigned();
        counted(flags);
        if ((flags & SECOND_MEMORY) != 0) {
            counted(unsigned());
        }
        return counted(unsigned());
    }

    private boolean table() {
        long targets = unsigned();
        for (long i = 0; i <= targets; i++) {
            unsigned();
        }
        return counted(targets);
    }

    private boolean types() {
        for (long count = unsigned(); count > 0; count--) {
            counted(valueType());
        }
        return true;
    }

    /** The type of what a block leaves: one value's, or the index of a type of several. */
    private boolean blockType() {
        long type = signed();
        counted(type);
        return type != REF - ONE_BYTE && type != REF_NULL - ONE_BYTE || counted(signed());
    }

    private boolean tryTable() {
        blockType();
        for (long count = unsigned(); count > 0; count--) {
            int kind = take();
            counted(kind);
            if (kind < 2) {
                counted(unsigned());
            }
            named();
        }
        return true;
    }

    private boolean handlers() {
        for (long count = unsigned(); count > 0; count--) {
            int kind = take();
            counted(kind);
            counted(unsigned());
            if (kind == 0) {
                named();
            }
        }
        return true;
    }

    private boolean named() {
        unsigned();
        return true;
    }

    private boolean bytes(int count) {
        for (int i = 0; i < count; i++) {
            counted(take());
        }
        return true;
    }

    private boolean counted(long value) {
        hash = SequenceHash.extend(hash, value);
        return true;
    }

    private long valueType() {
        int code = take();
        return code == REF || code == REF_NULL ? signed() << 8 | code : code;
    }

    private int take() {
        return binary[position++] & 0xFF;
    }

    private long unsigned() {
        long result = 0;
        for (int shift = 0; ; shift += 7) {
            int next = take();
            result |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return result;
            }
        }
    }

    private long signed() {
        long result = 0;
        for (int shift = 0; ; ) {
            int next = take();
            result |= (long) (next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80) {
                return shift < 64 && (next & 0x40) != 0 ? result | -1L << shift : result;
            }
        }
    }
}
