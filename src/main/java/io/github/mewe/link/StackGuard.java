package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.wasm.ValueType;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The random word for the canaries of an instance, the random start of its stack, and the random offset of its frames.
 * Word and start follow from the instance's key at the first draw, and again at the first draw after each seeding. The
 * offset changes whenever the discriminator needs new bits.
 *
 * @param pointer a read of the stack pointer
 * @param start the stack pointer's value in a new instance; empty to leave the start as it is
 * @param startBytes the number of bytes that the start may be lowered by
 * @param offsetBytes the number of bytes that each frame may be lowered by at run time; 0 for none
 * @param word the canaries' word before the first draw
 */
public record StackGuard(GlobalGet pointer, OptionalLong start, long startBytes, int offsetBytes, long word)
        implements DiscriminatorPart {
    /** The alignment in bytes of stack frames in all LLVM targets. */
    public static final int ALIGNMENT = 16;

    /** Nothing, as an operation on an i64. */
    private static final String SAME = "i64.add (i64.const 0)";

    /**
     * Takes the offset from a part of the generator's state that the bits do not reveal, and leaves the bits.
     *
     * <p>Format arguments: the number of offsets, the alignment, the conversion to the stack pointer's type.
     */
    private static final String OFFSET = """
            (global.set $mewe.offset
              (%3$s
                (i64.mul
                  (i64.shr_u
                    (i64.mul (i64.shr_u (local.get $v0) (i64.const 32)) (i64.const %1$d))
                    (i64.const 32))
                  (i64.const %2$d))))
            """;

    private static final String GUARD_ONCE = """
            (if (i32.eqz (global.get $mewe.guarded))
              (then
                (global.set $mewe.guarded (i32.const 1))
                (call $mewe.guard)))
            """;

    /**
     * The names of the globals that hardened bodies read.
     *
     * @param word the word that canaries are mixed from
     * @param offset the present offset of frames, of the stack pointer's type; only there if frames have one
     */
    public record Globals(String word, String offset) {}

    @Override
    public Map<String, String> parts() {
        String functions = Resources.text(StackGuard.class, "guard.wat")
                .replace("@CANARY@", Long.toString(word))
                .replace("@MOVE@", movesStart() ? move() : "");
        return Map.of(
                "IMPORTS",
                movesStart()
                        ? "(import \"stack\" \"pointer\" (global " + watName() + " (mut " + pointer.type() + ")))"
                        : "",
                "GLOBALS",
                (movesStart() ? "(global $mewe.start (mut i64) (i64.const " + start.getAsLong() + "))" : "")
                        + (offsetBytes > 0 ? offsetGlobal() : ""),
                "KEYING",
                GUARD_ONCE,
                "REFILLED",
                offsetBytes > 0 ? OFFSET.formatted(offsetBytes / ALIGNMENT + 1, ALIGNMENT, narrow()) : "",
                "FUNCTIONS",
                functions,
                "RENEWAL",
                "(global.set $mewe.guarded (i32.const 0))");
    }

    private String offsetGlobal() {
        return "(global $mewe.offset (mut " + pointer.type() + ") (" + pointer.type() + ".const 0))";
    }

    private boolean isNarrow() {
        return pointer.type().equals(ValueType.I32);
    }

    private String narrow() {
        return isNarrow() ? "i32.wrap_i64" : SAME;
    }

    private String move() {
        return Resources.text(StackGuard.class, "stack-start.wat")
                .replace("@POINTER@", watName())
                .replace("@START@", Long.toString(start.getAsLong()))
                .replace("@WIDE@", isNarrow() ? "i64.extend_i32_u" : SAME)
                .replace("@NARROW@", narrow())
                .replace("@PLACES@", Long.toString(startBytes / ALIGNMENT + 1))
                .replace("@ALIGNMENT@", Integer.toString(ALIGNMENT));
    }

    private boolean movesStart() {
        return start.isPresent() && startBytes >= ALIGNMENT;
    }

    private String watName() {
        return BinaryenModule.watName(pointer.name());
    }
}
