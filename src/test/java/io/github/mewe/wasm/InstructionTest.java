package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests encoding and decoding of instructions. */
class InstructionTest {
    private static final int FUZZED = 200_000;

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void roundTripsEveryInstruction(Opcode opcode) {
        for (Instruction instruction : examples(opcode)) {
            var writer = new BinaryWriter();
            instruction.write(writer);
            byte[] bytes = writer.toBytes();
            var reader = new BinaryReader(bytes);
            Instruction read = Instruction.read(reader);
            assertEquals(opcode, read.opcode());
            assertEquals(instruction.immediates(), read.immediates());
            assertEquals(0, read.offset());
            assertTrue(!reader.hasMore(), "bytes remain");
            var again = new BinaryWriter();
            read.write(again);
            assertEquals(Arrays.toString(bytes), Arrays.toString(again.toBytes()));
        }
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void rejectsTruncatedInstructions(Opcode opcode) {
        for (Instruction instruction : examples(opcode)) {
            var writer = new BinaryWriter();
            instruction.write(writer);
            byte[] bytes = writer.toBytes();
            for (int size = 0; size < bytes.length; size++) {
                var reader = new BinaryReader(bytes, 0, size);
                var e = assertThrows(MalformedModuleException.class, () -> Instruction.read(reader));
                assertTrue(e.offset().isPresent(), e.getMessage());
            }
        }
    }

    @Test
    void arbitraryBytesAreInstructionsOrMalformed() {
        var random = new Random(7);
        for (int i = 0; i < FUZZED; i++) {
            var bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) (0xFB + random.nextInt(4));
            }
            var reader = new BinaryReader(bytes);
            try {
                while (reader.hasMore()) {
                    int start = reader.position();
                    Instruction instruction = Instruction.read(reader);
                    assertEquals(start, instruction.offset());
                    var writer = new BinaryWriter();
                    instruction.write(writer);
                    assertEquals(
                            instruction.immediates(),
                            Instruction.read(new BinaryReader(writer.toBytes())).immediates());
                }
            } catch (MalformedModuleException e) {
                assertTrue(e.offset().isPresent(), e.getMessage());
            }
        }
    }

    @Test
    void reportsUnknownInstructionsWithTheirOffset() {
        var reader = new BinaryReader(new byte[] {0x01, (byte) 0xFB, 0x7F});
        Instruction.read(reader);
        var e = assertThrows(MalformedModuleException.class, () -> Instruction.read(reader));
        assertEquals("unknown instruction 0xfb 0x7f (at byte 1)", e.getMessage());
        assertEquals(OptionalLong.of(1), e.offset());
    }

    private static List<Instruction> examples(Opcode opcode) {
        List<List<Immediate>> found = List.of(List.of());
        for (ImmediateKind kind : opcode.immediates()) {
            var longer = new ArrayList<List<Immediate>>();
            for (List<Immediate> before : found) {
                for (Immediate example : examples(kind)) {
                    var immediates = new ArrayList<>(before);
                    immediates.add(example);
                    longer.add(immediates);
                }
            }
            found = longer;
        }
        return found.stream()
                .map(immediates -> new Instruction(opcode, immediates, -1))
                .toList();
    }

    private static List<Immediate> examples(ImmediateKind kind) {
        return switch (kind) {
            case LABEL, FUNCTION, TYPE, TABLE, MEMORY, GLOBAL, LOCAL, TAG, DATA, ELEMENT, FIELD, LENGTH ->
                List.of(new Immediate.Index(kind, 0), new Immediate.Index(kind, 300), new Immediate.Index(kind, -1));
            case LABELS -> List.of(new Immediate.Labels(List.of(3)), new Immediate.Labels(List.of(0, 200, 1)));
            case I32 -> constants(0, -1, 64, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case I64 -> constants(0, -1, 64, Long.MIN_VALUE, Long.MAX_VALUE);
            case F32 -> constants(0, 0x7FC0_0001L, 0xFFFF_FFFFL);
            case F64 -> constants(0, 0x7FF8_0000_0000_0001L, -1);
            case V128, LANES -> List.of(new Immediate.VectorConstant(0x0706_0504_0302_0100L, -1));
            case LANE, CAST_FLAGS, FENCE -> List.of(new Immediate.Flags(0), new Immediate.Flags(3));
            case MEMORY_ACCESS ->
                List.of(new Immediate.MemoryAccess(2, 0, 1000), new Immediate.MemoryAccess(0, 3, 1L << 40));
            case BLOCK_TYPE ->
                List.of(
                        Immediate.BlockType.EMPTY,
                        new Immediate.BlockType(ValueType.F64, -1),
                        new Immediate.BlockType(ReferenceType.of(true, 7), -1),
                        new Immediate.BlockType(ReferenceType.of(0x70), -1),
                        new Immediate.BlockType(ValueType.NONE, 100));
            case HEAP_TYPE -> List.of(new Immediate.HeapType(-0x10), new Immediate.HeapType(1000));
            case VALUE_TYPES ->
                List.of(new Immediate.ValueTypes(
                        List.of(ValueType.I32, ReferenceType.of(false, -0x12), ReferenceType.of(0x6F))));
            case CATCHES ->
                List.of(
                        new Immediate.Clauses(List.of()),
                        new Immediate.Clauses(List.of(
                                new Immediate.Clause(0, 1, 2),
                                new Immediate.Clause(1, 0, 0),
                                new Immediate.Clause(2, -1, 5),
                                new Immediate.Clause(3, -1, 0))));
            case HANDLERS ->
                List.of(new Immediate.Clauses(
                        List.of(new Immediate.Clause(0, 1, 2), new Immediate.Clause(1, 300, -1))));
        };
    }

    private static List<Immediate> constants(long... bits) {
        return Arrays.stream(bits).<Immediate>mapToObj(Immediate.Constant::new).toList();
    }
}
