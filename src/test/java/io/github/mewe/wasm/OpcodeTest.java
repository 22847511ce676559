package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import run.endive.wasm.types.OpCode;

/** Compares the opcode table with the independent one of the Endive engine. */
class OpcodeTest {
    /** Maps Endive's names that differ from the text format in more than punctuation to the constants. */
    private static final Map<String, Opcode> NAMED_OTHERWISE = Map.of(
            "SELECT_T", Opcode.SELECT_TYPED,
            "CAST_TEST", Opcode.REF_CAST,
            "CAST_TEST_NULL", Opcode.REF_CAST_NULL,
            "F32x4_DEMOTE_LOW_F64x2_ZERO", Opcode.F32X4_DEMOTE_F64X2_ZERO,
            "MEM_ATOMIC_NOTIFY", Opcode.MEMORY_ATOMIC_NOTIFY,
            "MEM_ATOMIC_WAIT32", Opcode.MEMORY_ATOMIC_WAIT32,
            "MEM_ATOMIC_WAIT64", Opcode.MEMORY_ATOMIC_WAIT64);

    @Test
    void agreesWithTheTableOfTheEngine() {
        var differences = new ArrayList<String>();
        int compared = 0;
        for (OpCode other : OpCode.values()) {
            Opcode opcode;
            try {
                opcode = Instruction.read(new BinaryReader(encoding(other.opcode())))
                        .opcode();
            } catch (MalformedModuleException e) {
                differences.add(other + ": " + e.getMessage());
                continue;
            }
            compared++;
            Opcode expected = NAMED_OTHERWISE.get(other.name());
            if (expected == null ? !normal(other.name()).equals(normal(opcode.name())) : expected != opcode) {
                differences.add(other + " is " + opcode);
            }
            if (opcode != Opcode.BR_TABLE
                    && OpCode.signature(other).size() != opcode.immediates().size()) {
                differences.add(other + " " + OpCode.signature(other) + " has " + opcode.immediates());
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(compared > 430, "compared " + compared);
    }

    /** Appends zeros to the opcode, so that every immediate can be read. */
    private static byte[] encoding(int code) {
        var writer = new BinaryWriter();
        if (code > 0xFF) {
            writer.u8(code >>> 8).u32(code & 0xFF);
        } else {
            writer.u8(code);
        }
        return writer.raw(new byte[40]).toBytes();
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._]", "");
    }

    @Test
    void namesFollowFromTheConstants() {
        for (Opcode opcode : Opcode.values()) {
            String expected = opcode.name().toLowerCase(Locale.ROOT).replaceAll("_(typed|null)$", "");
            String actual = opcode.text().replace('.', '_').replaceAll("_null$", "");
            assertEquals(expected, actual);
        }
    }

    @Test
    void encodingsAreOrderedAndDistinct() {
        Opcode[] all = Opcode.values();
        for (int i = 1; i < all.length; i++) {
            int before = all[i - 1].prefix().ordinal() << 16 | all[i - 1].code();
            assertTrue(before < (all[i].prefix().ordinal() << 16 | all[i].code()), all[i] + " is out of order");
        }
    }

    @Test
    void categoriesFollowFromTheNames() {
        for (Opcode opcode : Opcode.values()) {
            boolean isAccess = opcode.isScalarLoad() || opcode.isScalarStore();
            assertEquals(opcode.text().matches("[if](32|64)\\.(load|store)\\d*(_[su])?"), isAccess, opcode.text());
        }
        assertEquals(
                "[br, br_table, rethrow, return, return_call, return_call_indirect, return_call_ref, throw, throw_ref,"
                        + " unreachable]",
                Arrays.stream(Opcode.values())
                        .filter(Opcode::endsControl)
                        .map(Opcode::text)
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString());
    }
}
