package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which differences in V8's listings count. */
class V8ListingTest {
    private static final String CODE = """
            0x100a40     0  55                   push rbp
            0x100a41     1  0f8602000000         jna 0x100a49  <+0x9>
            0x100a47     7  90                   nop
            0x100a48     8  90                   nop
            0x100a49     9  49ba0000ff06027f0000 REX.W movq r10,0x7f0206ff0000
            0x100a53    13  e851b7ffff           call 0xd66a6aa61f7  (jump table)
            0x100a58    18  488b0588ecffff       REX.W movq rax,[rip+0xffffec88]
            0x100a5f    1f  81fb00000800         cmpl rbx,0x80000
            0x100a65    25  c3                   retl
            """;

    @Test
    void placementDoesNotCount() throws IOException {
        String elsewhere = """
                0x73b0     0  55                   push rbp
                0x73b1     1  0f8600000000         jna 0x73b7  <+0x7>
                0x73b7     7  49ba000000a8ef7f0000 REX.W movq r10,0x7fefa8000000
                0x73c1    11  e8bf8ec3ff           call 0x28e17334cf78  (jump table)
                0x73c6    16  488b05b4edffff       REX.W movq rax,[rip+0xffffedb4]
                0x73cd    1d  81fb00000800         cmpl rbx,0x80000 ;; a comment
                0x73d3    23  c3                   retl
                0x73d4    24  6690                 nop
                """;
        assertEquals(fingerprint(CODE), fingerprint(elsewhere));
    }

    @Test
    void everythingElseCounts() throws IOException {
        assertNotEquals(fingerprint(CODE), fingerprint(CODE.replace("0x80000\n", "0x80001\n")), "a constant");
        assertNotEquals(fingerprint(CODE), fingerprint(CODE.replace("push rbp", "push rbx")), "a register");
        assertNotEquals(
                fingerprint(CODE), fingerprint(CODE.replace("0x7f0206ff0000", "0x7f0206ff00001234")), "64 bits");
        assertNotEquals(fingerprint(CODE), fingerprint(CODE.replace("jna 0x100a49", "jna 0x100a53")), "a jump");
        assertNotEquals(fingerprint(CODE), fingerprint(CODE.replace("jna", "jnz")), "its condition");
    }

    @Test
    void jumpTablesCount() throws IOException {
        String table = "0x100a70    30  100a65       jump table entry 12\n";
        assertNotEquals(fingerprint(CODE), fingerprint(CODE + table));
        assertNotEquals(fingerprint(CODE + table), fingerprint(CODE + table.replace("  100a65", "  100a5f")));
    }

    @Test
    void readsOptimisedFunctionsOnly() throws IOException {
        String listing = listing(3, "wasm function", "TurboFan", CODE)
                + listing(4, "wasm function", "Liftoff", CODE)
                + listing(5, "wasm-to-js", "TurboFan", CODE);
        assertEquals(Set.of(3), read(listing).fingerprints().keySet());
    }

    @Test
    void rejectsUnknownLines() {
        assertThrows(IllegalStateException.class, () -> fingerprint(CODE + "0x100a66 something new\n"));
    }

    private static String fingerprint(String code) throws IOException {
        return read(listing(7, "wasm function", "TurboFan", code)).of(7);
    }

    private static MachineCode read(String listing) throws IOException {
        return new MachineCode("V8", V8Listing.read(new BufferedReader(new StringReader(listing))));
    }

    private static String listing(int index, String kind, String compiler, String code) {
        return """
                --- WebAssembly code ---
                name: f
                index: %d
                kind: %s
                compiler: %s
                Body (size = 256 = 204 + 52 padding)
                Instructions (size = 192)
                %s
                Safepoints (entries = 1, byte size = 10)
                0x100a61     a1  slots (sp->fp): 0000

                --- End code ---
                """.formatted(index, kind, compiler, code);
    }
}
