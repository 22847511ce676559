package io.github.mewe.hard;

import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.SectionId;
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
        var content = new BinaryWriter().name(name).raw(contents);
        return new BinaryWriter()
                .raw(Arrays.copyOf(module, at))
                .section(SectionId.CUSTOM, content)
                .raw(Arrays.copyOfRange(module, at, module.length))
                .toBytes();
    }
}
