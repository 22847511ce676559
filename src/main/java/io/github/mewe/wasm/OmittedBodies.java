package io.github.mewe.wasm;

import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.BinaryLayout.Section;
import java.util.List;
import java.util.Set;

/** Makes modules quick to read, by leaving out the bodies that a reader does not need. */
public final class OmittedBodies {
    private static final byte[] TRAP = new BinaryWriter()
            .u8(0)
            .instruction(Opcode.UNREACHABLE)
            .instruction(Opcode.END)
            .toBytes();

    /** The parts of the name section that refer to locals and labels, which left out bodies lack. */
    private static final Set<Integer> NAMES_IN_BODIES = Set.of(2, 3);

    private OmittedBodies() {}

    /**
     * A copy of a module in which most bodies only trap. It lacks the custom sections that refer to places in the code,
     * and the names of locals and labels.
     *
     * @param binary the module
     * @param layout its layout
     * @param kept the functions that keep their bodies, by their indices among the defined ones
     */
    public static byte[] in(byte[] binary, BinaryLayout layout, Set<Integer> kept) {
        return in(binary, layout, kept, 0);
    }

    /**
     * The same by the functions' indices among all functions, including imported ones.
     *
     * @param binary the module
     * @param kept the defined functions that keep their bodies
     */
    public static byte[] in(byte[] binary, Set<Integer> kept) {
        BinaryLayout layout = BinaryLayout.of(binary);
        return in(binary, layout, kept, ImportOrder.functions(binary, layout));
    }

    private static byte[] in(byte[] binary, BinaryLayout layout, Set<Integer> kept, int first) {
        var reduced = new BinaryWriter().header();
        for (Section section : layout.sections()) {
            if (section.is(SectionId.CODE)) {
                reduced.section(SectionId.CODE, code(binary, layout.bodies(), kept, first));
            } else if (section.is(SectionId.CUSTOM) && section.name().equals(CustomSections.NAMES)) {
                reduced.section(SectionId.CUSTOM, names(binary, section));
            } else if (!section.is(SectionId.CUSTOM) || section.name().equals(TargetFeatures.SECTION)) {
                reduced.raw(binary, section.start(), section.end());
            }
        }
        return reduced.toBytes();
    }

    private static BinaryWriter names(byte[] binary, Section section) {
        var reader = new BinaryReader(binary, section.contents(), section.end());
        var names = new BinaryWriter().name(reader.name());
        while (reader.hasMore()) {
            int part = reader.u8();
            byte[] content = reader.bytes(reader.size("part of the name section"));
            if (!NAMES_IN_BODIES.contains(part)) {
                names.u8(part).u32(content.length).raw(content);
            }
        }
        return names;
    }

    private static BinaryWriter code(byte[] binary, List<Body> bodies, Set<Integer> kept, int first) {
        var code = new BinaryWriter().u32(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            Body body = bodies.get(i);
            if (kept.contains(first + i)) {
                code.u32(body.size()).raw(binary, body.start(), body.end());
            } else {
                code.u32(TRAP.length).raw(TRAP);
            }
        }
        return code;
    }
}
