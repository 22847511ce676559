package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A canonical definition, which turns a core function into one of the component or the other way round.
 *
 * @param lifted the index of the core function that becomes one of the component; empty if the definition is itself a
 *     core function
 * @param internal the indices of the core functions that the component model calls in between: to allocate memory, and
 *     after the return
 */
record CanonicalFunction(OptionalInt lifted, List<Integer> internal) {
    private static final int LIFT = 0x00;
    private static final int LOWER = 0x01;

    private static final int MEMORY = 0x03;
    private static final int ALLOCATOR = 0x04;
    private static final int AFTER_RETURN = 0x05;
    private static final int CALLBACK = 0x07;
    private static final int CORE_TYPE = 0x08;
    private static final int LAST_OPTION = 0x09;

    /**
     * The operands of the built-in functions by their numbers: {@code n}, a number; {@code b}, a byte; {@code o},
     * options; {@code r}, results.
     */
    private static final Map<Integer, String> OPERANDS = Map.ofEntries(
            Map.entry(0x02, "n"),
            Map.entry(0x03, "n"),
            Map.entry(0x04, "n"),
            Map.entry(0x05, ""),
            Map.entry(0x06, "b"),
            Map.entry(0x07, "n"),
            Map.entry(0x08, ""),
            Map.entry(0x09, "ro"),
            Map.entry(0x0a, "bn"),
            Map.entry(0x0b, "bn"),
            Map.entry(0x0c, "b"),
            Map.entry(0x0d, ""),
            Map.entry(0x0e, "n"),
            Map.entry(0x0f, "no"),
            Map.entry(0x10, "no"),
            Map.entry(0x11, "nb"),
            Map.entry(0x12, "nb"),
            Map.entry(0x13, "n"),
            Map.entry(0x14, "n"),
            Map.entry(0x15, "n"),
            Map.entry(0x16, "no"),
            Map.entry(0x17, "no"),
            Map.entry(0x18, "nb"),
            Map.entry(0x19, "nb"),
            Map.entry(0x1a, "n"),
            Map.entry(0x1b, "n"),
            Map.entry(0x1c, "o"),
            Map.entry(0x1d, "o"),
            Map.entry(0x1e, ""),
            Map.entry(0x1f, ""),
            Map.entry(0x20, "bn"),
            Map.entry(0x21, "bn"),
            Map.entry(0x22, ""),
            Map.entry(0x23, ""),
            Map.entry(0x24, ""),
            Map.entry(0x25, ""));

    /**
     * Reads a definition.
     *
     * @throws UnknownDefinitionException if its kind is unknown
     */
    static CanonicalFunction read(BinaryReader reader) {
        var internal = new ArrayList<Integer>();
        int kind = reader.u8();
        if (kind == LIFT) {
            reader.u8();
            int function = reader.u32();
            readOptions(reader, internal);
            reader.u32();
            return new CanonicalFunction(OptionalInt.of(function), internal);
        }
        if (kind == LOWER) {
            reader.u8();
            reader.u32();
            readOptions(reader, internal);
        } else {
            readBuiltIn(reader, kind, internal);
        }
        return new CanonicalFunction(OptionalInt.empty(), internal);
    }

    private static void readBuiltIn(BinaryReader reader, int kind, List<Integer> internal) {
        String operands = OPERANDS.get(kind);
        if (operands == null) {
            throw new UnknownDefinitionException();
        }
        for (char operand : operands.toCharArray()) {
            switch (operand) {
                case 'n' -> reader.u32();
                case 'b' -> reader.u8();
                case 'o' -> readOptions(reader, internal);
                default -> readResults(reader);
            }
        }
    }

    private static void readResults(BinaryReader reader) {
        if (reader.u8() == 0) {
            reader.s33();
        } else {
            reader.u8();
        }
    }

    private static void readOptions(BinaryReader reader, List<Integer> internal) {
        for (int count = reader.count(); count > 0; count--) {
            int option = reader.u8();
            if (option > LAST_OPTION) {
                throw new UnknownDefinitionException();
            }
            switch (option) {
                case ALLOCATOR, AFTER_RETURN -> internal.add(reader.u32());
                case MEMORY, CALLBACK, CORE_TYPE -> reader.u32();
                default -> {}
            }
        }
    }
}
