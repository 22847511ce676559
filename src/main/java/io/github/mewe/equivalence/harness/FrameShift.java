package io.github.mewe.equivalence.harness;

import io.github.mewe.report.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference between the frames of a hardened body and its original. If the stack pointer starts higher by the
 * padding, both have their frame at the same address, and must behave in the same way there.
 *
 * @param global the index of the stack pointer among the globals
 * @param padding the padding in bytes, with the offset at run time
 * @param hasCanary true if the body writes a canary where the original's stack pointer starts
 */
record FrameShift(int global, int padding, boolean hasCanary) {
    /** The frame of a body that is not hardened. */
    static final FrameShift NONE = new FrameShift(-1, 0, false);

    /** The offset of frames at run time in test modules, in bytes. */
    static final long OFFSET = 48;

    /** The shifts of the bodies of an output, by their indices. */
    static Map<Integer, FrameShift> of(Manifest.Hardening hardening) {
        if (hardening == null || hardening.stackPointer() == null) {
            return Map.of();
        }
        Map<Integer, FrameShift> shifts = new HashMap<>();
        List<Manifest.HardenedBody> bodies = hardening.bodies();
        int offset = hardening.frameOffset() == null ? 0 : (int) OFFSET;
        bodies.forEach(body -> shifts.put(
                body.index(), new FrameShift(hardening.stackPointer(), body.padding() + offset, body.canary())));
        return shifts;
    }
}
