package io.github.mewe.harden;

import java.util.Optional;

/**
 * The measures for stack frames.
 *
 * @param movesFrames true if each body of a function lowers its frame by another padding
 * @param offset the global with the bytes that each frame is lowered by at run time, in addition to its padding
 * @param word the global with the word that canaries are mixed from; empty for no canaries
 * @param guardsAll true if all bodies of a function check canaries, false if half of them do
 */
public record FrameMeasures(boolean movesFrames, Optional<String> offset, Optional<String> word, boolean guardsAll) {}
