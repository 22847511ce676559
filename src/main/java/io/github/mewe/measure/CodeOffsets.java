package io.github.mewe.measure;

import io.github.mewe.wasm.BinaryLayout;

/** Measures how much of the original's code an attacker finds at its old offset. */
public final class CodeOffsets {
    private CodeOffsets() {}

    /**
     * The share of the bytes of the original's bodies that another binary has at the same offsets, regardless of their
     * meaning there. Some bytes of unrelated binaries are equal by chance.
     *
     * @param original a module
     * @param binary the other binary
     * @return from 0 to 1; 0 if the original has no code
     */
    public static double sameShare(byte[] original, byte[] binary) {
        long bytes = 0;
        long same = 0;
        for (BinaryLayout.Body body : BinaryLayout.of(original).bodies()) {
            bytes += body.size();
            int end = Math.min(body.start() + body.size(), binary.length);
            for (int i = body.start(); i < end; i++) {
                same += original[i] == binary[i] ? 1 : 0;
            }
        }
        return bytes == 0 ? 0 : (double) same / bytes;
    }
}
