package io.github.mewe.binaryen;

import io.github.mewe.ir.Opaque;

/**
 * A native node as the template of opaque nodes. The module of the lifted body owns it.
 *
 * @param hasLabels true if the node defines or uses a label
 * @param isPinned true if the node depends on its position
 * @param leavesFunction true for a tail call
 * @param hasHandlers true for a legacy try
 */
record NativeNode(long handle, boolean hasLabels, boolean isPinned, boolean leavesFunction, boolean hasHandlers)
        implements Opaque.Template {}
