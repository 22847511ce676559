package io.github.mewe.property;

import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes modules of random functions. The functions share a memory, a table, globals of all types, and functions of the
 * host. These take and return only integers, because JavaScript may change the bits of a NaN.
 */
final class ModuleMaker {
    /** The number of loop iterations and recursive calls that one call from outside may make. */
    static final int FUEL = 64;

    /** The length of the table. */
    static final int TABLE = 8;

    /** The bytes of the passive data segment. */
    static final int SEGMENT = 32;

    private static final int FUNCTIONS = 10;

    private static final String DECLARATIONS = """
            (import "host" "narrow" (func $host_narrow (param i32 i64) (result i32)))
            (import "host" "wide" (func $host_wide (param i64) (result i64)))
            (import "host" "note" (func $host_note (param i32)))
            (memory $memory (export "memory") 1 3)
            (data $segment "0123456789abcdef\\00\\01\\ff\\80\\7f\\00\\00\\00\\c0\\7f\\00\\00\\00\\00\\f8\\ff")
            (table $table (export "table") %d funcref)
            (global $fuel (export "fuel") (mut i32) (i32.const %d))
            (global $g_i32 (mut i32) (i32.const 5))
            (global $g_i32_shared (export "shared") (mut i32) (i32.const -3))
            (global $g_i64 (mut i64) (i64.const 0x0123456789abcdef))
            (global $g_f32 (mut f32) (f32.const -nan:0x212345))
            (global $g_f64 (mut f64) (f64.const 0x1.8p+1))
            (global $g_v128 (mut v128) (v128.const i32x4 1 -1 0x80000000 0x7fc00000))
            (global $c_i32 i32 (i32.const 12))
            (global $c_i64 i64 (i64.const -7))
            (func $reset (export "reset")
              (global.set $fuel (i32.const %d))
              (global.set $g_i32 (i32.const 5))
              (global.set $g_i32_shared (i32.const -3))
              (global.set $g_i64 (i64.const 0x0123456789abcdef))
              (global.set $g_f32 (f32.const -nan:0x212345))
              (global.set $g_f64 (f64.const 0x1.8p+1))
              (global.set $g_v128 (v128.const i32x4 1 -1 0x80000000 0x7fc00000)))
            (func $globals (export "globals") (result i32 i32 i32 i64 i32 i64 i64 i64)
              (global.get $fuel)
              (global.get $g_i32)
              (global.get $g_i32_shared)
              (global.get $g_i64)
              (i32.reinterpret_f32 (global.get $g_f32))
              (i64.reinterpret_f64 (global.get $g_f64))
              (i64x2.extract_lane 0 (global.get $g_v128))
              (i64x2.extract_lane 1 (global.get $g_v128)))
            (func $host_float (param f32 f64) (result f64)
              (f64.reinterpret_i64
                (call $host_wide
                  (i64.xor
                    (i64.extend_i32_u (i32.reinterpret_f32 (local.get 0)))
                    (i64.rotl (i64.reinterpret_f64 (local.get 1)) (i64.const 32))))))
            """;

    private final InstructionSet instructions = new InstructionSet();

    /**
     * Makes a module.
     *
     * @param seed its seed
     */
    RandomModule make(long seed) {
        var random = new VariantRandom(seed);
        var functions = new ArrayList<RandomFunction>();
        for (int i = 0; i < FUNCTIONS; i++) {
            // Only the lower half is in the table, and only the upper half calls through it, so calls terminate.
            List<RandomFunction> inTable =
                    i < FUNCTIONS / 2 ? List.of() : List.copyOf(functions.subList(0, FUNCTIONS / 2));
            functions.add(new FunctionMaker(random, instructions, functions, inTable).make("f" + i));
        }
        return new RandomModule(text(functions, random), functions);
    }

    private static String text(List<RandomFunction> functions, VariantRandom random) {
        var text = new StringBuilder("(module\n");
        text.append(DECLARATIONS.formatted(TABLE, FUEL, FUEL));
        // One entry stays null.
        text.append("(elem (i32.const 0)");
        for (int i = 0; i < TABLE - 1; i++) {
            text.append(" $f").append(random.below(FUNCTIONS / 2));
        }
        text.append(")\n(elem declare func ");
        text.append(functions.stream().map(f -> "$" + f.name()).collect(Collectors.joining(" ")));
        text.append(")\n");
        functions.forEach(f -> text.append(f.text()).append('\n'));
        return text.append(")\n").toString();
    }
}
