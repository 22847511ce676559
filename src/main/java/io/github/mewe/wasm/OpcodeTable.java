package io.github.mewe.wasm;

import java.util.EnumMap;
import java.util.Map;

/** Finds opcodes by their encoding. */
final class OpcodeTable {
    private static final int FIRST_PREFIX = OpcodePrefix.GARBAGE_COLLECTION.code();
    private static final int LAST_PREFIX = OpcodePrefix.ATOMIC.code();

    /** Greater than any number after a prefix. */
    private static final int CODES = 0x120;

    private static final Opcode[][] BY_PREFIX = new Opcode[OpcodePrefix.values().length][CODES];
    private static final Map<Opcode, byte[]> ENCODINGS = new EnumMap<>(Opcode.class);

    static {
        for (Opcode opcode : Opcode.values()) {
            BY_PREFIX[opcode.prefix().ordinal()][opcode.code()] = opcode;
            var writer = new BinaryWriter();
            if (opcode.prefix() == OpcodePrefix.NO_PREFIX) {
                writer.u8(opcode.code());
            } else {
                writer.u8(opcode.prefix().code()).u32(opcode.code());
            }
            ENCODINGS.put(opcode, writer.toBytes());
        }
    }

    private OpcodeTable() {}

    static Opcode read(BinaryReader reader) {
        int start = reader.position();
        int first = reader.u8();
        boolean isPrefixed = first >= FIRST_PREFIX && first <= LAST_PREFIX;
        int code = isPrefixed ? reader.u32() : first;
        Opcode[] opcodes = BY_PREFIX[isPrefixed ? first - FIRST_PREFIX + 1 : 0];
        Opcode opcode = code >= 0 && code < CODES ? opcodes[code] : null;
        if (opcode == null) {
            throw new MalformedModuleException(
                    isPrefixed
                            ? String.format("unknown instruction 0x%x 0x%x", first, code)
                            : String.format("unknown instruction 0x%x", first),
                    start);
        }
        return opcode;
    }

    static void write(Opcode opcode, BinaryWriter writer) {
        writer.raw(ENCODINGS.get(opcode));
    }
}
