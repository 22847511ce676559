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

    private OmittedBodies() {}

    /**
     * A copy of a module in which most bodies only trap. It lacks the custom sections that refer to places in the code.
     *
     * @param binary the module
     * @param layout its layout
     * @param kept the functions that keep their bodies, by their indices among the defined ones
     */
    public static byte[] in(byte[] binary, BinaryLayout layout, Set<Integer> kept) {
        var reduced = new BinaryWriter().header();
        for (Section section : layout.sections()) {
            if (section.is(SectionId.CODE)) {
                reduced.section(SectionId.CODE, code(binary, layout.bodies(), kept));
            } else if (!section.is(SectionId.CUSTOM) || section.name().equals(TargetFeatures.SECTION)) {
                reduced.raw(binary, section.start(), section.end());
            }
        }
        return reduced.toBytes();
    }

    private static BinaryWriter code(byte[] binary, List<Body> bodies, Set<Integer> kept) {
        var code = new BinaryWriter().u32(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            Body body = bodies.get(i);
            if (kept.contains(i)) {
                code.u32(body.size()).raw(binary, body.start(), body.end());
            } else {
                code.u32(TRAP.length).raw(TRAP);
            }
        }
        return code;
    }
}
