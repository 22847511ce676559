package io.github.mewe.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 hashes of bytes, and of texts in UTF-8. */
public final class Sha256 {
    private Sha256() {}

    /** The hash of the concatenation of the parts, 32 bytes. */
    public static byte[] of(byte[]... parts) {
        return of(Arrays.stream(parts).map(ByteBuffer::wrap).toArray(ByteBuffer[]::new));
    }

    private static byte[] of(ByteBuffer... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash of a text in UTF-8, 32 bytes. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of the concatenation of the parts, in 64 lower-case hexadecimal digits. */
    public static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(of(parts));
    }

    /** The hash of a text in UTF-8, in 64 lower-case hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text));
    }
}
