package io.github.mewe.engine;

import io.github.mewe.harden.StackExtent;
import io.github.mewe.harden.StackUse;
import java.util.Optional;

/** The warning that the stack may be too small for moved frames. */
final class StackWarning {
    private StackWarning() {}

    /**
     * Compares the stack that moved frames may need with the size of the stack, or with its upper bound if the size is
     * unknown.
     *
     * @return the warning, if moved frames may need more than half of the stack
     */
    static Optional<String> of(StackUse stack) {
        return stack.extent()
                .filter(extent -> 2 * stack.addedBytes() > extent.size().orElse(extent.most()))
                .map(extent -> "<harden> (mewe.harden): moved frames may need " + stack.addedBytes()
                        + " bytes of the stack, " + stack.startBytes() + " of them for its start. The stack has "
                        + size(extent) + " bytes. Reduce <stackStart> (mewe.stackStart) or <frameOffset>"
                        + " (mewe.frameOffset), or link the module with a larger stack (-Wl,-z,stack-size=...)");
    }

    private static String size(StackExtent extent) {
        return extent.size().isPresent() ? "an estimated " + extent.size().getAsLong() : "at most " + extent.most();
    }
}
