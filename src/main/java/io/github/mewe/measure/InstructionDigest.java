package io.github.mewe.measure;

import io.github.mewe.common.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Fingerprints the instructions of one function. Represents a jump within the function by the number of its target
 * instruction, so that the function's address and padding do not matter.
 */
public final class InstructionDigest {
    private static final long NO_TARGET = Long.MIN_VALUE;
    private static final int FINGERPRINT_BYTES = 16;

    private final List<String> texts = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private long[] targets = new long[16];

    /**
     * Adds an instruction.
     *
     * @param place its address, in the same unit as jump targets
     * @param text its text without anything that depends on its address
     */
    public void add(long place, String text) {
        addJump(place, text, NO_TARGET);
    }

    /**
     * Adds a jump.
     *
     * @param place its address
     * @param text its text without the target
     * @param target the target's address
     */
    public void addJump(long place, String text, long target) {
        numbers.put(place, texts.size());
        if (texts.size() == targets.length) {
            targets = Arrays.copyOf(targets, 2 * targets.length);
        }
        targets[texts.size()] = target;
        texts.add(text);
    }

    /**
     * Adds padding. A jump to padding counts as a jump to the next instruction.
     *
     * @param place its address
     */
    public void addPadding(long place) {
        numbers.put(place, texts.size());
    }

    /** Returns the fingerprint of the added instructions. */
    public String fingerprint() {
        var instructions = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            instructions.append(texts.get(i));
            if (targets[i] != NO_TARGET) {
                Integer number = numbers.get(targets[i]);
                instructions.append(" @").append(number == null ? "outside" : number);
            }
            instructions.append('\n');
        }
        return HexFormat.of().formatHex(Sha256.of(instructions.toString()), 0, FINGERPRINT_BYTES);
    }
}
