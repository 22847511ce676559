package io.github.mewe.equivalence.harness;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * An instruction as it stands in a body.
 *
 * @param opcode its code; for one with a prefix, the prefix times 4096 plus the code behind it
 * @param layout what its immediates are, a letter each
 * @param immediates their values, but for those that are kept as bytes
 * @param bytes the bytes that are kept
 */
public record Instruction(int opcode, String layout, long[] immediates, byte[] bytes) {
    public static final int UNREACHABLE = 0x00;
    public static final int BLOCK = 0x02;
    public static final int LOOP = 0x03;
    public static final int IF = 0x04;
    public static final int ELSE = 0x05;
    static final int LEGACY_TRY = 0x06;
    static final int CATCH = 0x07;
    static final int THROW = 0x08;
    static final int RETHROW = 0x09;
    static final int THROW_REF = 0x0A;
    public static final int END = 0x0B;
    public static final int BR = 0x0C;
    public static final int BR_IF = 0x0D;
    public static final int BR_TABLE = 0x0E;
    public static final int RETURN = 0x0F;
    public static final int CALL = 0x10;
    static final int CALL_INDIRECT = 0x11;
    public static final int RETURN_CALL = 0x12;
    static final int RETURN_CALL_INDIRECT = 0x13;
    static final int CALL_REF = 0x14;
    static final int RETURN_CALL_REF = 0x15;
    static final int DELEGATE = 0x18;
    static final int CATCH_ALL = 0x19;
    static final int TRY_TABLE = 0x1F;
    static final int LOCAL_GET = 0x20;
    public static final int GLOBAL_GET = 0x23;
    public static final int GLOBAL_SET = 0x24;
    static final int TABLE_GET = 0x25;
    static final int TABLE_SET = 0x26;
    public static final int I32_CONST = 0x41;
    public static final int I64_CONST = 0x42;
    public static final int F32_CONST = 0x43;
    public static final int F64_CONST = 0x44;
    static final int REF_NULL = 0xD0;
    static final int REF_FUNC = 0xD2;
    static final int BR_ON_NULL = 0xD5;
    static final int BR_ON_NON_NULL = 0xD6;

    private static final int GC = 0xFB;
    private static final int MORE = 0xFC;
    private static final int VECTOR = 0xFD;
    private static final int ATOMIC = 0xFE;

    // Layouts: f function, t type, b block type, h heap type, m memory access, s signed number, u unsigned number,
    // V vector of labels and one more, S vector of value types, C vector of catches, 1 4 8 w so many bytes (w: 16).
    private static final String MEMORY_ACCESS = "m";

    /** Reads the next instruction. */
    public static Instruction read(ByteReader reader) {
        int first = reader.u8();
        int opcode = first >= GC && first <= ATOMIC ? first << 12 | reader.u32() : first;
        String layout = layout(opcode);
        var values = new long[4];
        int count = 0;
        byte[] bytes = {};
        for (int i = 0; i < layout.length(); i++) {
            char kind = layout.charAt(i);
            switch (kind) {
                case 'f', 't', 'u' -> values[count++] = reader.u64();
                case 'b', 'h', 's' -> values[count++] = blockOrNumber(reader, kind);
                case 'm' -> {
                    long align = reader.u32();
                    values[count++] = align;
                    values[count++] = (align & 0x40) != 0 ? reader.u32() : 0;
                    values[count++] = reader.u64();
                }
                case 'V' -> {
                    int size = reader.u32() + 1;
                    values = new long[size];
                    for (; count < size; count++) {
                        values[count] = reader.u32();
                    }
                }
                case 'S' -> {
                    int start = reader.position();
                    for (int size = reader.u32(); size > 0; size--) {
                        WasmBinary.valueType(reader);
                    }
                    bytes = reader.since(start);
                }
                case 'C' -> {
                    int start = reader.position();
                    for (int size = reader.u32(); size > 0; size--) {
                        if (reader.u8() < 2) {
                            reader.u32();
                        }
                        reader.u32();
                    }
                    bytes = reader.since(start);
                }
                default -> bytes = reader.take(kind == 'w' ? 16 : kind - '0');
            }
        }
        return new Instruction(opcode, layout, Arrays.copyOf(values, count), bytes);
    }

    /** A block type that is a reference to a type is not rewritten, and only seen where references are. */
    private static long blockOrNumber(ByteReader reader, char kind) {
        if (kind == 'b' && (reader.peek() == 0x63 || reader.peek() == 0x64)) {
            throw new UnsupportedCodeException("has blocks that leave typed references");
        }
        return reader.signed();
    }

    private static String layout(int opcode) {
        int prefix = opcode >> 12;
        int code = opcode & 0xFFF;
        return switch (prefix) {
            case 0 -> plain(opcode);
            case GC -> gc(code);
            case MORE ->
                switch (code) {
                    case 8, 10, 12, 14 -> "uu";
                    case 9, 11, 13, 15, 16, 17 -> "u";
                    default -> "";
                };
            case ATOMIC -> code == 3 ? "1" : MEMORY_ACCESS;
            default -> vector(code);
        };
    }

    private static String plain(int opcode) {
        return switch (opcode) {
            case BLOCK, LOOP, IF, LEGACY_TRY -> "b";
            case CATCH, THROW, RETHROW, BR, BR_IF, DELEGATE, BR_ON_NULL, BR_ON_NON_NULL -> "u";
            case BR_TABLE -> "V";
            case CALL, RETURN_CALL, REF_FUNC -> "f";
            case CALL_INDIRECT, RETURN_CALL_INDIRECT -> "tu";
            case CALL_REF, RETURN_CALL_REF -> "t";
            case 0x1C -> "S";
            case TRY_TABLE -> "bC";
            case 0x20, 0x21, 0x22, GLOBAL_GET, GLOBAL_SET, TABLE_GET, TABLE_SET, 0x3F, 0x40 -> "u";
            case I32_CONST, I64_CONST -> "s";
            case F32_CONST -> "4";
            case F64_CONST -> "8";
            case REF_NULL -> "h";
            default -> opcode >= 0x28 && opcode <= 0x3E ? MEMORY_ACCESS : "";
        };
    }

    private static String gc(int code) {
        return switch (code) {
            case 0, 1, 6, 7, 11, 12, 13, 14, 16 -> "t";
            case 2, 3, 4, 5, 8, 9, 10, 18, 19 -> "tu";
            case 17 -> "tt";
            case 20, 21, 22, 23 -> "h";
            case 24, 25 -> "1uhh";
            default -> "";
        };
    }

    private static String vector(int code) {
        if (code <= 11 || code == 92 || code == 93) {
            return MEMORY_ACCESS;
        }
        if (code == 12 || code == 13) {
            return "w";
        }
        return code >= 21 && code <= 34 ? "1" : code >= 84 && code <= 91 ? "m1" : "";
    }

    boolean isVector() {
        return opcode >> 12 == VECTOR;
    }

    boolean isAtomic() {
        return opcode >> 12 == ATOMIC;
    }

    boolean isGc() {
        return opcode >> 12 == GC;
    }

    /** Whether it belongs to the first form of exceptions, which engines have since dropped. */
    boolean isLegacyException() {
        return opcode == LEGACY_TRY
                || opcode == CATCH
                || opcode == RETHROW
                || opcode == DELEGATE
                || opcode == CATCH_ALL;
    }

    /** Whether it reads or writes a table or an element segment, other than by a call. */
    boolean isOfTables() {
        return opcode == TABLE_GET || opcode == TABLE_SET || opcode >= (MORE << 12 | 12) && opcode <= (MORE << 12 | 17);
    }

    boolean isOfDataSegments() {
        return opcode == (MORE << 12 | 8)
                || opcode == (MORE << 12 | 9)
                || opcode == (GC << 12 | 9)
                || opcode == (GC << 12 | 18);
    }

    public boolean isMemoryAccess() {
        return layout.startsWith(MEMORY_ACCESS);
    }

    /** Whether it reads memory. */
    boolean isLoad() {
        return opcode >= 0x28 && opcode <= 0x35;
    }

    /** The offset of a memory access. */
    public long offset() {
        return immediates[2];
    }

    /** Whether it works on a memory that is not the first. */
    boolean isOfAnotherMemory() {
        return isMemoryAccess() && immediates[1] != 0
                || (opcode == 0x3F || opcode == 0x40 || opcode == (MORE << 12 | 11)) && immediates[0] != 0
                || opcode == (MORE << 12 | 8) && immediates[1] != 0
                || opcode == (MORE << 12 | 10) && (immediates[0] != 0 || immediates[1] != 0);
    }

    /** Whether control never gets behind it. */
    boolean endsControl() {
        return opcode == UNREACHABLE
                || opcode == BR
                || opcode == BR_TABLE
                || opcode == RETURN
                || opcode == RETURN_CALL
                || opcode == RETURN_CALL_INDIRECT
                || opcode == RETURN_CALL_REF
                || opcode >= THROW && opcode <= THROW_REF;
    }

    /** Whether control may go elsewhere than to the next instruction. */
    boolean branches() {
        return endsControl()
                || opcode == BR_IF
                || opcode == IF
                || opcode == BR_ON_NULL
                || opcode == BR_ON_NON_NULL
                || opcode == (GC << 12 | 24)
                || opcode == (GC << 12 | 25);
    }

    /** Whether it opens a construct that an end closes. */
    public boolean opens() {
        return opcode == BLOCK || opcode == LOOP || opcode == IF || opcode == TRY_TABLE || opcode == LEGACY_TRY;
    }

    /** Whether it is only punctuation of a construct, and nothing is done there. */
    boolean isMark() {
        return opcode == END || opcode == ELSE || opcode == BLOCK || opcode == LOOP;
    }

    /**
     * Writes the instruction.
     *
     * @param functions what becomes of indices of functions
     * @param types what becomes of indices of types
     */
    void write(ByteWriter writer, IntUnaryOperator functions, IntUnaryOperator types) {
        if (opcode > 0xFF) {
            writer.u8(opcode >> 12).u32(opcode & 0xFFF);
        } else {
            writer.u8(opcode);
        }
        int next = 0;
        for (int i = 0; i < layout.length(); i++) {
            char kind = layout.charAt(i);
            switch (kind) {
                case 'f' -> writer.u32(functions.applyAsInt((int) immediates[next++]));
                case 't' -> writer.u32(types.applyAsInt((int) immediates[next++]));
                case 'u' -> writer.u64(immediates[next++]);
                case 's' -> writer.signed(immediates[next++]);
                case 'b', 'h' -> {
                    long value = immediates[next++];
                    writer.signed(value < 0 ? value : types.applyAsInt((int) value));
                }
                case 'm' -> {
                    writer.u32((int) immediates[next]);
                    if ((immediates[next] & 0x40) != 0) {
                        writer.u32((int) immediates[next + 1]);
                    }
                    writer.u64(immediates[next + 2]);
                    next += 3;
                }
                case 'V' -> {
                    writer.u32(immediates.length - 1);
                    for (long label : immediates) {
                        writer.u32((int) label);
                    }
                }
                default -> writer.raw(bytes);
            }
        }
    }
}
