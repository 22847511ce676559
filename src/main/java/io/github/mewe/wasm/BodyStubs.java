package io.github.mewe.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Stands in for function bodies that cannot be processed. A module with stubs is valid; once it has been changed and
 * written, the bodies take the places of the stubs again, with the indices of functions and types that they have then.
 * Other indices must not have moved.
 */
public final class BodyStubs {
    /** A smaller body is empty. */
    private static final int SMALLEST_STUB = 3;

    private final byte[] binary;
    private final BinaryLayout layout;
    private final SortedMap<Integer, String> reasons;

    private BodyStubs(byte[] binary, BinaryLayout layout, SortedMap<Integer, String> reasons) {
        this.binary = binary;
        this.layout = layout;
        this.reasons = reasons;
    }

    /**
     * Chooses bodies to replace.
     *
     * @param binary the module, which is not copied
     * @param layout its layout
     * @param reasons why each body cannot be processed, by the function's index among the defined ones
     * @throws MalformedModuleException if such a body has unknown instructions
     */
    public static BodyStubs of(byte[] binary, BinaryLayout layout, Map<Integer, String> reasons) {
        return new BodyStubs(binary, layout, new TreeMap<>(reasons));
    }

    /** The same with more bodies to replace. */
    public BodyStubs with(Map<Integer, String> more) {
        var all = new TreeMap<>(reasons);
        all.putAll(more);
        return new BodyStubs(binary, layout, all);
    }

    /** Why functions have stubs, by their indices among the defined ones. */
    public SortedMap<Integer, String> reasons() {
        return reasons;
    }

    /**
     * Puts the stubs into the module. Every offset stays, so that a source map still fits.
     *
     * @param module the module, in which only custom sections may have changed
     */
    public byte[] in(byte[] module) {
        if (reasons.isEmpty()) {
            return module;
        }
        byte[] stubbed = module.clone();
        for (int function : reasons.keySet()) {
            BinaryLayout.Body body = layout.bodies().get(function);
            if (body.size() >= SMALLEST_STUB) {
                byte[] stub = stub(body.size());
                System.arraycopy(stub, 0, stubbed, body.start(), stub.length);
            }
        }
        layout.custom(CustomSections.BRANCH_HINTS).ifPresent(section -> moveHints(section, stubbed));
        return stubbed;
    }

    /** Moves the branch hints of replaced bodies to offset 0, where they are valid for any body. */
    private void moveHints(BinaryLayout.Section section, byte[] stubbed) {
        int imported = ImportOrder.functions(binary, layout);
        var reader = new BinaryReader(binary, section.contents(), section.end());
        reader.name();
        try {
            for (int functions = reader.count(); functions > 0; functions--) {
                boolean isReplaced = reasons.containsKey(reader.u32() - imported);
                for (int hints = reader.count(); hints > 0; hints--) {
                    int start = reader.position();
                    reader.u32();
                    if (isReplaced) {
                        byte[] zero = new BinaryWriter()
                                .padded(0, reader.position() - start)
                                .toBytes();
                        System.arraycopy(zero, 0, stubbed, start, zero.length);
                    }
                    reader.bytes(reader.size("hint"));
                }
            }
        } catch (MalformedModuleException e) {
            // Engines ignore malformed hints.
        }
    }

    /** A body that traps, with groups of no locals to fill a number of bytes. */
    private static byte[] stub(int size) {
        var writer = new BinaryWriter();
        int filling = size - 2;
        int countBytes = Math.min(filling, filling == 6 ? 4 : 5);
        int groups = (filling - countBytes) / 2;
        writer.padded(groups, countBytes);
        for (int i = 0; i < groups; i++) {
            boolean isLonger = i == 0 && (filling - countBytes) % 2 == 1;
            writer.padded(0, isLonger ? 2 : 1).valueType(ValueType.I32);
        }
        return writer.instruction(Opcode.UNREACHABLE).instruction(Opcode.END).toBytes();
    }

    /** The functions that a replaced body calls, by their indices in the original module. */
    public Set<Integer> callees(int function) {
        var callees = new LinkedHashSet<Integer>();
        each(function, instruction -> {
            if (instruction.opcode() == Opcode.CALL || instruction.opcode() == Opcode.RETURN_CALL) {
                callees.add(instruction.index(0));
            }
        });
        return callees;
    }

    /**
     * The functions to which the replaced bodies refer without calling them, by their indices in the original module.
     */
    public Set<Integer> references() {
        var references = new LinkedHashSet<Integer>();
        for (int function : reasons.keySet()) {
            each(function, instruction -> {
                if (instruction.opcode() == Opcode.REF_FUNC) {
                    references.add(instruction.index(0));
                }
            });
        }
        return references;
    }

    /** The number of instructions of a replaced body. */
    public int instructions(int function) {
        int[] count = {0};
        each(function, instruction -> count[0]++);
        return count[0];
    }

    private void each(int function, Consumer<Instruction> use) {
        BinaryLayout.Body body = layout.bodies().get(function);
        var reader = new BinaryReader(binary, body.start(), body.end());
        LocalGroup.readAll(reader);
        while (reader.hasMore()) {
            use.accept(Instruction.read(reader));
        }
    }

    private byte[] body(int function) {
        BinaryLayout.Body body = layout.bodies().get(function);
        return Arrays.copyOfRange(binary, body.start(), body.end());
    }

    /**
     * A module in which the bodies have replaced their stubs.
     *
     * @param binary the module
     * @param moves the bodies, by their functions' indices among the defined ones of this module
     */
    public record Restored(byte[] binary, Map<Integer, Moved> moves) {}

    /**
     * A body that has replaced its stub.
     *
     * @param from the function's index among all functions of the original module
     * @param to its index in the changed module
     * @param original the place of the body in the original module
     * @param move the body
     */
    public record Moved(int from, int to, BinaryLayout.Body original, BodyMove move) {
        /** The offset in the new body of an offset in the original one. */
        public int offset(int originalOffset) {
            return move.offset(originalOffset);
        }
    }

    /**
     * Puts the bodies back.
     *
     * @param written the changed module with stubs
     * @param functions the new index of each function of the original module; -1 for one that was removed
     */
    public Restored restoredIn(byte[] written, int[] functions) {
        if (reasons.isEmpty()) {
            return new Restored(written, Map.of());
        }
        BinaryLayout changed = BinaryLayout.of(written);
        var types = new TypeMapping(TypeSection.of(binary, layout), TypeSection.of(written, changed));
        int imported = functions.length - layout.bodies().size();
        var moves = new ArrayList<Moved>();
        for (int defined : reasons.keySet()) {
            BodyMove move = BodyMove.of(body(defined), index -> moved(functions, index), types);
            int from = imported + defined;
            moves.add(new Moved(from, moved(functions, from), layout.bodies().get(defined), move));
        }
        var assembly = new StubReplacement(written, changed, types, moves);
        return new Restored(assembly.binary(new BodyAnnotations(binary, layout, moves)), assembly.byBody());
    }

    private static int moved(int[] functions, int index) {
        if (index < 0 || index >= functions.length) {
            throw new MalformedModuleException("function " + index + " does not exist", -1);
        }
        if (functions[index] < 0) {
            throw new IllegalStateException("function " + index + " was removed, but a body refers to it");
        }
        return functions[index];
    }
}
