package io.github.mewe.hard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A custom section.
 *
 * @param name its name
 * @param contents the bytes after the name
 */
record CustomSection(String name, byte[] contents) {
    private static final int HEADER = 8;

    /** Copies the bytes. */
    CustomSection {
        contents = contents.clone();
    }

    /** The bytes after the name. */
    @Override
    public byte[] contents() {
        return contents.clone();
    }

    /** The module with this section before all others. */
    byte[] before(byte[] module) {
        return insert(module, HEADER);
    }

    /** The module with this section after all others. */
    byte[] behind(byte[] module) {
        return insert(module, module.length);
    }

    private byte[] insert(byte[] module, int at) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(module, at));
        out.write(0);
        var inside = new ByteArrayOutputStream();
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        number(inside, text.length);
        inside.writeBytes(text);
        inside.writeBytes(contents);
        number(out, inside.size());
        out.writeBytes(inside.toByteArray());
        out.writeBytes(Arrays.copyOfRange(module, at, module.length));
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int left = value;
        for (; left >= 0x80; left >>>= 7) {
            out.write(left & 0x7F | 0x80);
        }
        out.write(left);
    }
}
