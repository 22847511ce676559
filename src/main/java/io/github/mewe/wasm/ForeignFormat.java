package io.github.mewe.wasm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Recognises other file formats that users confuse with modules, by their first bytes. */
final class ForeignFormat {
    private static final String LFS_POINTER = "version https://git-lfs";
    private static final int GZIP = 0x1F8B;
    private static final int ZSTANDARD = 0x28B52FFD;
    private static final int SHOWN = 4;
    private static final int LOOKED_AT = 512;

    private ForeignFormat() {}

    /** Describes a file that is not a module, and the remedy. */
    static String describe(byte[] file) {
        int first = first(file, 4);
        if (first >>> 16 == GZIP) {
            return compressed("gzip", "gunzip");
        }
        if (first == ZSTANDARD) {
            return compressed("zstd", "zstd -d");
        }
        var start = new String(file, 0, Math.min(file.length, LOOKED_AT), StandardCharsets.UTF_8);
        if (start.startsWith(LFS_POINTER)) {
            return "it is a Git LFS pointer, not the file that it stands for. Fetch the file with 'git lfs pull'";
        }
        boolean isText =
                start.codePoints().allMatch(c -> c >= 32 && c != 0xFFFD || c == '\n' || c == '\r' || c == '\t');
        if (isText) {
            return "it is a text file, not a WebAssembly binary. Assemble it and use the .wasm file as the input";
        }
        return "it is not a WebAssembly binary: it starts with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(file.length, SHOWN))
                + ", not with 00 61 73 6d. If it is compressed, for example with brotli, decompress it first";
    }

    private static String compressed(String with, String command) {
        return "it is compressed with " + with + ". Decompress it first (" + command
                + "), and compress the output instead";
    }

    private static int first(byte[] file, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (i < file.length ? file[i] & 0xFF : 0);
        }
        return value;
    }
}
