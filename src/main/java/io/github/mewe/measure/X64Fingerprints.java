package io.github.mewe.measure;

import io.github.mewe.common.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fingerprints V8's machine code for x86-64. Masks everything that depends on placement: the targets of calls and tail
 * calls, which always lie in the jump tables before the first function; addresses within the function itself; and
 * constants that could be addresses (9 to 12 hexadecimal digits).
 */
final class X64Fingerprints {
    private static final int CALL = 0xE8;
    private static final int JUMP = 0xE9;
    /** The REX prefixes of moves of 64-bit constants. */
    private static final Set<Integer> WIDE = Set.of(0x48, 0x49);

    private static final int MOVE_CONSTANT = 0xB8;
    private static final int REGISTERS = 0b111;
    private static final long LEAST_ADDRESS = 1L << 32;
    private static final long MOST_ADDRESS = 1L << 48;

    /** An upper bound for a function's entries in the near and far jump tables. */
    private static final long BYTES_PER_JUMP = 32;

    /** An upper bound for the jumps to V8's builtins. */
    private static final long BYTES_OF_BUILTIN_JUMPS = 1 << 16;

    private final long endOfJumps;
    private final long startOfJumps;

    private X64Fingerprints(List<JitDump.Code> codes) {
        this.endOfJumps = codes.stream().mapToLong(JitDump.Code::address).min().orElse(0);
        this.startOfJumps = endOfJumps - BYTES_PER_JUMP * codes.size() - BYTES_OF_BUILTIN_JUMPS;
    }

    /**
     * Fingerprints all functions of a module.
     *
     * @return the fingerprints by function index
     */
    static Map<Integer, String> of(List<JitDump.Code> codes) {
        var module = new X64Fingerprints(codes);
        Map<Integer, String> fingerprints = new HashMap<>();
        codes.forEach(code -> fingerprints.put(code.index(), module.fingerprint(code)));
        return fingerprints;
    }

    private String fingerprint(JitDump.Code code) {
        ByteBuffer bytes = ByteBuffer.wrap(code.bytes().clone()).order(ByteOrder.LITTLE_ENDIAN);
        maskCalls(bytes, code.address());
        maskOwnAddresses(bytes, code.address());
        maskOtherAddresses(bytes);
        return Sha256.hex(bytes.array());
    }

    private void maskCalls(ByteBuffer bytes, long address) {
        for (int i = 0; i + 1 + Integer.BYTES <= bytes.limit(); i++) {
            int opcode = bytes.get(i) & 0xFF;
            if (opcode == CALL || opcode == JUMP) {
                long target = address + i + 1 + Integer.BYTES + bytes.getInt(i + 1);
                if (startOfJumps <= target && target < endOfJumps) {
                    bytes.putInt(i + 1, 0);
                }
            }
        }
    }

    private static void maskOwnAddresses(ByteBuffer bytes, long address) {
        for (int i = 0; i + Long.BYTES <= bytes.limit(); i++) {
            long offset = bytes.getLong(i) - address;
            if (0 <= offset && offset < bytes.limit()) {
                bytes.putLong(i, offset);
            }
        }
    }

    private static void maskOtherAddresses(ByteBuffer bytes) {
        for (int i = 0; i + 2 + Long.BYTES <= bytes.limit(); i++) {
            if (WIDE.contains(bytes.get(i) & 0xFF) && (bytes.get(i + 1) & 0xFF & ~REGISTERS) == MOVE_CONSTANT) {
                long constant = bytes.getLong(i + 2);
                if (LEAST_ADDRESS <= constant && constant < MOST_ADDRESS) {
                    bytes.putLong(i + 2, 0);
                }
            }
        }
    }
}
