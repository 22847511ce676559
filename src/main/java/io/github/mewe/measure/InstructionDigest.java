package io.github.mewe.measure;

import io.github.mewe.common.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Takes the instructions of one function and makes a fingerprint of them. A jump inside the function is known by the
 * number of the instruction that it goes to, so that it does not matter where the function lies, nor how much padding
 * is between.
 */
public final class InstructionDigest {
    private static final long NO_TARGET = Long.MIN_VALUE;
    private static final int FINGERPRINT_BYTES = 16;

    private final List<String> texts = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private long[] targets = new long[16];

    /** A digest of no instruction yet. */
    public InstructionDigest() {}

    /**
     * Takes an instruction.
     *
     * @param place where it is, on any scale that targets of jumps use too
     * @param text what it does, with nothing in it that depends on where it is
     */
    public void take(long place, String text) {
        takeJump(place, text, NO_TARGET);
    }

    /**
     * Takes a jump.
     *
     * @param place where it is
     * @param text what it does, its target left out
     * @param target where it goes
     */
    public void takeJump(long place, String text, long target) {
        numbers.put(place, texts.size());
        if (texts.size() == targets.length) {
            targets = Arrays.copyOf(targets, 2 * targets.length);
        }
        targets[texts.size()] = target;
        texts.add(text);
    }

    /**
     * Takes padding: it counts for nothing, but a jump to it is one to what follows.
     *
     * @param place where it is
     */
    public void takePadding(long place) {
        numbers.put(place, texts.size());
    }

    /** The fingerprint of what was taken. */
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
