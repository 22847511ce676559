package io.github.mewe.binaryen;

import io.github.mewe.binaryen.jni.Binaryen;
import java.nio.charset.StandardCharsets;

/** The output buffer that native code keeps for the calling thread. */
final class NativeOutput {
    private NativeOutput() {}

    static byte[] bytes() {
        long size = Binaryen.mewe_output_size();
        if (size > Integer.MAX_VALUE - 16) {
            throw new IllegalStateException("the native output of " + size + " bytes exceeds the size of a Java array");
        }
        var bytes = new byte[(int) size];
        Binaryen.mewe_output_copy(bytes);
        return bytes;
    }

    static String text() {
        return new String(bytes(), StandardCharsets.UTF_8).strip();
    }
}
