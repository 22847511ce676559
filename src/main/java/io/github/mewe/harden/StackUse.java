package io.github.mewe.harden;

import java.util.Optional;

/**
 * The stack that moved frames need.
 *
 * @param addedBytes the bytes by which the stack may grow more, including the start
 * @param startBytes the bytes by which the start may be lowered; 0 if it does not move
 * @param extent the place of the stack; empty if the module does not define its start
 */
public record StackUse(long addedBytes, long startBytes, Optional<StackExtent> extent) {
    /** No change. */
    public static final StackUse NONE = new StackUse(0, 0, Optional.empty());
}
