package io.github.mewe.seeding;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Modules;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A module with the exports {@code fib} and {@code _start}, in every form that a host can meet: original, with
 * variants, and a strict one that traps without a seed.
 */
final class SeededModules {
    /** The result of {@code fib(20)}. */
    static final long FIB_20 = 6765;

    private static final String ORIGINAL = """
            (module
              (memory (export "memory") 1)
              (global $last (mut i64) (i64.const 0))
              (func $fib (export "fib") (param $n i64) (result i64)
                (if (result i64) (i64.lt_u (local.get $n) (i64.const 2))
                  (then (local.get $n))
                  (else
                    (i64.add
                      (call $fib (i64.sub (local.get $n) (i64.const 1)))
                      (call $fib (i64.sub (local.get $n) (i64.const 2)))))))
              (func (export "_start")
                (global.set $last (call $fib (i64.const 10)))))
            """;

    /** Format arguments: imports; the first instructions of fib; further functions. */
    private static final String STRICT = """
            (module
              %s
              (memory (export "memory") 1)
              (global $seeded (mut i32) (i32.const 0))
              (func $fib (export "fib") (param $n i64) (result i64)
                %s
                (i64.const 6765))
              (func (export "_start") (drop (call $fib (i64.const 10))))
              %s)
            """;

    private SeededModules() {}

    /** The original module. */
    static byte[] original() {
        return Modules.of(ORIGINAL);
    }

    /**
     * Diversifies the module.
     *
     * @param source the randomness source
     * @param scratch a directory for the native library
     */
    static byte[] diversified(RandomnessSource source, Path scratch) {
        var request = new DiversificationRequest(
                new VariantBudget(3, 100, 1.3, Optional.empty()),
                Optional.of("seeding"),
                NameFilter.all(),
                List.of(),
                source);
        DiversificationResult result =
                new Diversifier(1, scratch).diversify("app.wasm", original(), "out.wasm", request, Progress.SILENT);
        if (result.manifest().totals().diversified() == 0) {
            throw new AssertionError("nothing has variants");
        }
        return result.binary();
    }

    /**
     * A module that looks like a multivariant one to its host. It traps if the host calls {@code fib} without a key or
     * with the key zero.
     *
     * @param source the randomness source, one that involves the host
     */
    static byte[] strict(RandomnessSource source) {
        return Modules.of(
                switch (source) {
                    case EXPORT ->
                        STRICT.formatted("", "(if (i32.eqz (global.get $seeded)) (then (unreachable)))", """
                    (func (export "mewe_seed") (param $low i64) (param $high i64)
                      (global.set $seeded
                        (i32.and
                          (i64.ne (local.get $low) (i64.const 0))
                          (i64.ne (local.get $high) (i64.const 0)))))
                    """);
                    case HOST ->
                        STRICT.formatted(
                                "(import \"mewe\" \"random\" (func $random (result i64)))",
                                "(if (i64.eq (call $random) (call $random)) (then (unreachable)))",
                                "");
                    case WASI ->
                        STRICT.formatted(
                                "(import \"wasi_snapshot_preview1\" \"random_get\" (func $get (param i32 i32) (result i32)))",
                                """
                    (if (call $get (i32.const 0) (i32.const 16)) (then (unreachable)))
                    (if (i64.eq (i64.load (i32.const 0)) (i64.load (i32.const 8))) (then (unreachable)))
                    """,
                                "");
                    case FIXED, AUTO -> throw new IllegalArgumentException(source + " asks nothing of the host");
                });
    }
}
