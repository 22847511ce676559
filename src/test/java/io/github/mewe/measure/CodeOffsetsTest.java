package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.wasm.BinaryLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the share of code at unchanged offsets. */
class CodeOffsetsTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (func (export "f") (param i32) (result i32) (i32.add (local.get 0) (i32.const 77)))
              (func (export "g") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 66))))
            """);

    @Test
    void equalModulesShareAllOffsets() {
        assertEquals(1, CodeOffsets.sameShare(MODULE, MODULE));
    }

    @Test
    void countsTheBytesOfBodiesOnly() {
        byte[] changed = MODULE.clone();
        BinaryLayout.Body body = BinaryLayout.of(MODULE).bodies().get(0);
        changed[body.start() + 1] ^= 1;
        changed[body.start() + 2] ^= 1;
        changed[9] ^= 1;
        double all = BinaryLayout.of(MODULE).codeBytes();
        assertEquals((all - 2) / all, CodeOffsets.sameShare(MODULE, changed), 1e-12);
    }

    @Test
    void bytesBeyondTheEndDoNotCount() {
        int second = BinaryLayout.of(MODULE).bodies().get(1).start();
        double all = BinaryLayout.of(MODULE).codeBytes();
        double first = BinaryLayout.of(MODULE).bodies().get(0).size();
        assertEquals(first / all, CodeOffsets.sameShare(MODULE, Arrays.copyOf(MODULE, second)), 1e-12);
    }
}
