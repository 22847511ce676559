package io.github.mewe.bench.generation;

import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryLayout.Body;

/** A module after a small change of its source: one constant in one function differs. */
final class EditedModule {
    private static final int I32_CONST = 0x41;
    private static final int I32_ADD = 0x6A;
    private static final int ONE_BYTE = 0x40;

    private EditedModule() {}

    /** Changes the first small constant that is added, in the first function from the middle on that has one. */
    static byte[] of(byte[] module) {
        byte[] edited = module.clone();
        var bodies = BinaryLayout.of(module).bodies();
        for (Body body : bodies.subList(bodies.size() / 2, bodies.size())) {
            for (int i = body.start(); i + 2 < body.end(); i++) {
                if (edited[i] == I32_CONST
                        && edited[i + 1] > 0
                        && edited[i + 1] < ONE_BYTE
                        && edited[i + 2] == I32_ADD) {
                    edited[i + 1] ^= 1;
                    return edited;
                }
            }
        }
        throw new IllegalStateException("no function adds a small constant");
    }
}
