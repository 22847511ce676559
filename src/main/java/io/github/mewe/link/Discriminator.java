package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.link.LinkPlan.DrawKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Puts the discriminator into a module, keyed from a randomness source. */
final class Discriminator {
    /** The function that takes as many bits as its argument says, at most 32. */
    static final String TAKE = "mewe.take";

    /** The function that evaluates the pseudo-random function: 63 bits below a mark. */
    static final String REFILL = "mewe.refill";

    /** The i64 global with the bits that are left, below a mark; 1 if there are none. */
    static final String BITS = "mewe.bits";

    private static final String SEED_EXPORT = "mewe_seed";
    private static final String WASI_MODULE = "wasi_snapshot_preview1";
    private static final String WASI_RANDOM = "random_get";

    private final BinaryenModule module;

    Discriminator(BinaryenModule module) {
        this.module = module;
    }

    /** The source that {@code auto} stands for in this module. */
    RandomnessSource resolve(RandomnessSource source) {
        if (source != RandomnessSource.AUTO) {
            return source;
        }
        // A start function runs before the host can reach the memory that random_get writes to.
        return wasiRandom().isPresent() && !module.hasStart() && wasiObstacle().isEmpty()
                ? RandomnessSource.WASI
                : RandomnessSource.EXPORT;
    }

    /**
     * Adds the discriminator.
     *
     * @param source a source other than {@code auto}
     * @param key the build's key
     * @throws LinkException if the module cannot have this source
     */
    void add(RandomnessSource source, DrawKey key) {
        if (module.hasExport(SEED_EXPORT) || module.hasFunction(TAKE)) {
            throw new LinkException("it already has a discriminator (" + SEED_EXPORT + " or " + TAKE
                    + "): it was diversified before. Give the plugin the original module as its input");
        }
        String wat = template()
                .replace("@ROUND@", ROUND)
                .replace("@KEY0@", Long.toString(key.low()))
                .replace("@KEY1@", Long.toString(key.high()));
        Map<String, String> parts = switch (source) {
            case WASI -> wasiParts();
            case HOST -> HOST_PARTS;
            case EXPORT -> EXPORT_PARTS;
            default -> Map.of();
        };
        for (String mark : new String[] {"IMPORTS", "GLOBALS", "KEYING", "FUNCTIONS"}) {
            wat = wat.replace("@" + mark + "@", parts.getOrDefault(mark, ""));
        }
        module.addAll(wat);
        if (source == RandomnessSource.EXPORT) {
            module.addFunctionExport("mewe.seed", SEED_EXPORT);
        }
    }

    private static final Map<String, String> EXPORT_PARTS = Map.of("FUNCTIONS", """
            (func $mewe.seed (param $low i64) (param $high i64)
              (global.set $mewe.key0 (local.get $low))
              (global.set $mewe.key1 (local.get $high))
              (global.set $mewe.counter (i64.const 0))
              (global.set $mewe.bits (i64.const 1)))
            """);

    private static final String ROUND = """
            (local.set $v0 (i64.add (local.get $v0) (local.get $v1)))
            (local.set $v1 (i64.xor (i64.rotl (local.get $v1) (i64.const 13)) (local.get $v0)))
            (local.set $v0 (i64.rotl (local.get $v0) (i64.const 32)))
            (local.set $v2 (i64.add (local.get $v2) (local.get $v3)))
            (local.set $v3 (i64.xor (i64.rotl (local.get $v3) (i64.const 16)) (local.get $v2)))
            (local.set $v0 (i64.add (local.get $v0) (local.get $v3)))
            (local.set $v3 (i64.xor (i64.rotl (local.get $v3) (i64.const 21)) (local.get $v0)))
            (local.set $v2 (i64.add (local.get $v2) (local.get $v1)))
            (local.set $v1 (i64.xor (i64.rotl (local.get $v1) (i64.const 17)) (local.get $v2)))
            (local.set $v2 (i64.rotl (local.get $v2) (i64.const 32)))
            """;

    private static final String KEYED = "(global $mewe.keyed (mut i32) (i32.const 0))";

    /** Keyed is set first: the source may call back into the module, whose dispatchers draw. */
    private static final String KEY_ONCE = """
            (if (i32.eqz (global.get $mewe.keyed))
              (then
                (global.set $mewe.keyed (i32.const 1))
                (call $mewe.key)))
            """;

    private static final Map<String, String> HOST_PARTS = Map.of(
            "IMPORTS",
            "(import \"mewe\" \"random\" (func $mewe.random (result i64)))",
            "GLOBALS",
            KEYED,
            "KEYING",
            KEY_ONCE,
            "FUNCTIONS",
            """
            (func $mewe.key
              (global.set $mewe.key0 (call $mewe.random))
              (global.set $mewe.key1 (call $mewe.random)))
            """);

    private Map<String, String> wasiParts() {
        wasiObstacle().ifPresent(obstacle -> {
            throw new LinkException("the randomness source 'wasi' needs " + obstacle
                    + ". Choose another with <randomness> (mewe.randomness)");
        });
        Optional<String> existing = wasiRandom();
        String random = existing.map(BinaryenModule::watName).orElse("$mewe.random");
        // The host writes to memory; what lies there is put back before anything else can see it. After a failure the
        // next draw asks again: the build's key must not serve instead.
        String function = """
                (func $mewe.key
                  (local $old0 i64) (local $old1 i64)
                  (local.set $old0 (i64.load MEMORY (i32.const 0)))
                  (local.set $old1 (i64.load MEMORY offset=8 (i32.const 0)))
                  (if (call RANDOM (i32.const 0) (i32.const 16))
                    (then
                      (global.set $mewe.keyed (i32.const 0))
                      (unreachable)))
                  (global.set $mewe.key0 (i64.load MEMORY (i32.const 0)))
                  (global.set $mewe.key1 (i64.load MEMORY offset=8 (i32.const 0)))
                  (i64.store MEMORY (i32.const 0) (local.get $old0))
                  (i64.store MEMORY offset=8 (i32.const 0) (local.get $old1)))
                """;
        String memory = BinaryenModule.watName(module.memories().get(0).name());
        String declaration = "(import \"" + WASI_MODULE + "\" \"" + WASI_RANDOM + "\" (func " + random
                + " (param i32 i32) (result i32)))\n(import \"memory\" \"memory\" (memory " + memory + " 1))";
        return Map.of(
                "IMPORTS",
                declaration,
                "GLOBALS",
                KEYED,
                "KEYING",
                KEY_ONCE,
                "FUNCTIONS",
                function.replace("MEMORY", memory).replace("RANDOM", random));
    }

    private Optional<String> wasiRandom() {
        return module.functions().stream()
                .filter(function -> function.importModule().equals(Optional.of(WASI_MODULE))
                        && function.importName().equals(Optional.of(WASI_RANDOM)))
                .map(FunctionInfo::name)
                .findFirst();
    }

    private Optional<String> wasiObstacle() {
        if (module.memories().isEmpty()) {
            return Optional.of("a memory, and the module has none");
        }
        if (module.memories().get(0).shared()) {
            return Optional.of("a memory that other threads do not see, and the module's is shared");
        }
        if (module.memories().get(0).is64()) {
            return Optional.of("a 32-bit memory, and the module's is 64-bit");
        }
        return Optional.empty();
    }

    private static String template() {
        try (var in = Discriminator.class.getResourceAsStream("discriminator.wat")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
