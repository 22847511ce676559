package io.github.mewe.engine;

import com.dylibso.chicory.wasm.Parser;
import io.github.mewe.wasm.BinaryLayout;
import java.util.Arrays;

/** Reads the bytes of function bodies by function index with an independent parser. */
final class BodiesByIndex {
    private final byte[] binary;
    private final BinaryLayout layout;
    private final int imports;

    BodiesByIndex(byte[] binary) {
        this.binary = binary;
        this.layout = BinaryLayout.of(binary);
        var module = Parser.parse(binary);
        this.imports = module.importSection().importCount();
    }

    byte[] at(int index) {
        BinaryLayout.Body body = layout.bodies().get(index - imports);
        return Arrays.copyOfRange(binary, body.start(), body.start() + body.size());
    }
}
