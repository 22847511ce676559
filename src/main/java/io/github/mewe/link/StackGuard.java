package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.wasm.ValueType;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The random word for the canaries of an instance, and the random start of its stack. Both follow from the instance's
 * key at the first draw, and again at the first draw after each seeding.
 *
 * @param pointer a read of the stack pointer
 * @param start the stack pointer's value in a new instance; empty to leave the start as it is
 * @param startBytes the number of bytes that the start may be lowered by
 * @param word the canaries' word before the first draw
 */
public record StackGuard(GlobalGet pointer, OptionalLong start, int startBytes, long word) {
    /** The alignment in bytes of stack frames in all LLVM targets. */
    public static final int ALIGNMENT = 16;

    /** Nothing, as an operation on an i64. */
    private static final String SAME = "i64.add (i64.const 0)";

    private static final String GUARD_ONCE = """
            (if (i32.eqz (global.get $mewe.guarded))
              (then
                (global.set $mewe.guarded (i32.const 1))
                (call $mewe.guard)))
            """;

    /** The additions to the discriminator in the text format, by the placeholders that they follow. */
    Map<String, String> parts() {
        String functions = Resources.text(StackGuard.class, "guard.wat")
                .replace("@CANARY@", Long.toString(word))
                .replace("@MOVE@", movesStart() ? move() : "");
        return Map.of(
                "IMPORTS",
                movesStart()
                        ? "(import \"stack\" \"pointer\" (global " + watName() + " (mut " + pointer.type() + ")))"
                        : "",
                "GLOBALS",
                movesStart() ? "(global $mewe.start (mut i64) (i64.const " + start.getAsLong() + "))" : "",
                "KEYING",
                GUARD_ONCE,
                "FUNCTIONS",
                functions,
                "RENEWAL",
                "(global.set $mewe.guarded (i32.const 0))");
    }

    private String move() {
        boolean isNarrow = pointer.type().equals(ValueType.I32);
        return Resources.text(StackGuard.class, "stack-start.wat")
                .replace("@POINTER@", watName())
                .replace("@START@", Long.toString(start.getAsLong()))
                .replace("@WIDE@", isNarrow ? "i64.extend_i32_u" : SAME)
                .replace("@NARROW@", isNarrow ? "i32.wrap_i64" : SAME)
                .replace("@PLACES@", Integer.toString(startBytes / ALIGNMENT + 1))
                .replace("@ALIGNMENT@", Integer.toString(ALIGNMENT));
    }

    private boolean movesStart() {
        return start.isPresent() && startBytes >= ALIGNMENT;
    }

    private String watName() {
        return BinaryenModule.watName(pointer.name());
    }
}
