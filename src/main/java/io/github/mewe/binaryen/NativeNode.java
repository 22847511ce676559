package io.github.mewe.binaryen;

import io.github.mewe.ir.Opaque;

/**
 * A node in native memory that opaque nodes are copied from. It belongs to the module that a body was lifted for, and
 * lives as long.
 *
 * @param handle the native node
 * @param hasLabels whether it defines or uses a label
 * @param isPinned whether its meaning depends on its place
 * @param leavesFunction whether it is a tail call
 * @param hasHandlers whether it is a legacy try
 */
record NativeNode(long handle, boolean hasLabels, boolean isPinned, boolean leavesFunction, boolean hasHandlers)
        implements Opaque.Template {}
