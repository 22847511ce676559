package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * A function body that moved to another module, where functions and types have other indices.
 *
 * @param bytes the body
 * @param places for some offsets in the original body, their offsets in this one; in between, offsets move alike
 * @param references the functions, by their new indices, that the body refers to without calling them
 * @param usesData true if the body uses data segments, whose number the module must then declare
 */
record BodyMove(byte[] bytes, TreeMap<Integer, Integer> places, Collection<Integer> references, boolean usesData) {

    /**
     * Moves a body.
     *
     * @param functions gives the new index of a function
     * @param types gives the new index of a type
     * @throws MalformedModuleException if the body has unknown instructions
     */
    static BodyMove of(byte[] body, IntUnaryOperator functions, IntUnaryOperator types) {
        return new Mover(body, functions, types).moved();
    }

    /** The new offset of an offset in the original body. */
    int offset(int from) {
        Map.Entry<Integer, Integer> before = places.floorEntry(from);
        return before.getValue() + from - before.getKey();
    }

    private static final class Mover {
        private final byte[] body;
        private final BinaryReader reader;
        private final BinaryWriter writer = new BinaryWriter();
        private final IntUnaryOperator functions;
        private final IntUnaryOperator types;
        private final TreeMap<Integer, Integer> places = new TreeMap<>(Map.of(0, 0));
        private final Collection<Integer> references = new LinkedHashSet<>();
        private boolean usesData;

        Mover(byte[] body, IntUnaryOperator functions, IntUnaryOperator types) {
            this.body = body;
            this.reader = new BinaryReader(body);
            this.functions = functions;
            this.types = types;
        }

        BodyMove moved() {
            List<LocalGroup> locals = LocalGroup.readAll(reader);
            List<LocalGroup> movedLocals = locals.stream()
                    .map(group -> new LocalGroup(group.count(), type(group.type())))
                    .toList();
            if (movedLocals.equals(locals)) {
                writer.raw(reader.since(0));
            } else {
                LocalGroup.writeAll(movedLocals, writer);
            }
            place();
            while (reader.hasMore()) {
                instruction();
            }
            return new BodyMove(writer.toBytes(), places, references, usesData);
        }

        private void place() {
            places.put(reader.position(), writer.size());
        }

        private void instruction() {
            Instruction instruction = Instruction.read(reader);
            boolean changes = false;
            List<Immediate> immediates = instruction.immediates();
            var changed = new ArrayList<Immediate>(immediates.size());
            for (int i = 0; i < immediates.size(); i++) {
                Immediate immediate = moved(instruction.opcode().immediates().get(i), immediates.get(i));
                changes |= immediate != immediates.get(i);
                changed.add(immediate);
            }
            if (instruction.opcode() == Opcode.REF_FUNC) {
                references.add(((Immediate.Index) changed.get(0)).value());
            }
            if (changes) {
                new Instruction(instruction.opcode(), changed, -1).write(writer);
                place();
            } else {
                writer.raw(Arrays.copyOfRange(body, instruction.offset(), reader.position()));
            }
        }

        private Immediate moved(ImmediateKind kind, Immediate immediate) {
            return switch (kind) {
                case FUNCTION -> moved(kind, immediate, functions);
                case TYPE -> moved(kind, immediate, types);
                case DATA -> {
                    usesData = true;
                    yield immediate;
                }
                case HEAP_TYPE -> {
                    long code = ((Immediate.HeapType) immediate).code();
                    long moved = code < 0 ? code : types.applyAsInt((int) code);
                    yield moved == code ? immediate : new Immediate.HeapType(moved);
                }
                case BLOCK_TYPE -> moved((Immediate.BlockType) immediate);
                case VALUE_TYPES -> {
                    List<ValueType> values = ((Immediate.ValueTypes) immediate).types();
                    List<ValueType> moved = values.stream().map(this::type).toList();
                    yield moved.equals(values) ? immediate : new Immediate.ValueTypes(moved);
                }
                default -> immediate;
            };
        }

        private static Immediate moved(ImmediateKind kind, Immediate immediate, IntUnaryOperator indices) {
            int index = ((Immediate.Index) immediate).value();
            int moved = indices.applyAsInt(index);
            return moved == index ? immediate : new Immediate.Index(kind, moved);
        }

        private Immediate moved(Immediate.BlockType block) {
            var moved = block.isIndex()
                    ? new Immediate.BlockType(ValueType.NONE, types.applyAsInt(block.index()))
                    : new Immediate.BlockType(type(block.value()), -1);
            return moved.equals(block) ? block : moved;
        }

        private ValueType type(ValueType type) {
            if (!type.namesHeapType() || ReferenceType.heapType(type) < 0) {
                return type;
            }
            return ReferenceType.of(
                    ReferenceType.isNullable(type), types.applyAsInt((int) ReferenceType.heapType(type)));
        }
    }
}
