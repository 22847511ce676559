package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Signature;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Adds the discriminator to a module, keyed from a randomness source. */
final class Discriminator {
    private static final String PREFIX = "mewe";
    private static final String SEED_EXPORT = "mewe_seed";

    /** The difference between the keys of layers that share a seed: 2^64 divided by the golden ratio. */
    private static final long LAYER_STEP = 0x9e3779b97f4a7c15L;

    private static final String WASI_MODULE = "wasi_snapshot_preview1";
    private static final String WASI_RANDOM = "random_get";

    private final BinaryenModule module;
    private final EarlierDiscriminators earlier;
    private final Optional<ComponentKeying> component;
    private final String prefix;
    private Optional<ImportHarvesting> harvesting = Optional.empty();

    Discriminator(BinaryenModule module) {
        this(module, Optional.empty());
    }

    /**
     * Prepares the discriminator of a module.
     *
     * @param component how to key it if the module is part of a component
     */
    Discriminator(BinaryenModule module, Optional<ComponentKeying> component) {
        this.module = module;
        this.component = component;
        this.earlier = EarlierDiscriminators.in(module);
        this.prefix = freePrefix();
    }

    private String freePrefix() {
        String free = PREFIX;
        for (int i = 1; module.hasNamesFrom(free + "."); i++) {
            free = PREFIX + "_" + i;
        }
        return free;
    }

    /** The parts that dispatchers use. */
    BitSource bits() {
        return BitSource.under(prefix);
    }

    /** The globals that hardened bodies read. */
    StackGuard.Globals guardGlobals() {
        return new StackGuard.Globals(prefix + ".canary", prefix + ".offset");
    }

    /** Adapts code, in which the discriminator's names begin with {@code $mewe.}, to this discriminator. */
    String adapted(String text) {
        return text.replace("$" + PREFIX + ".", "$" + prefix + ".");
    }

    /** Returns true if the module already has a discriminator. */
    boolean isOnTop() {
        return earlier.areThere();
    }

    /**
     * The export through which the host seeds: {@code mewe_seed}, unless another export has that name. The export of an
     * earlier discriminator is replaced by one that also seeds the earlier discriminator.
     *
     * @param source a source other than {@code auto}
     * @return empty if the source needs no seed
     */
    Optional<String> seedExport(RandomnessSource source) {
        if (source != RandomnessSource.EXPORT) {
            return Optional.empty();
        }
        String name = SEED_EXPORT;
        for (int i = 1; module.exports().has(name) && earlierSeed(name).isEmpty(); i++) {
            name = SEED_EXPORT + "_" + i;
        }
        return Optional.of(name);
    }

    private Optional<String> earlierSeed(String exportName) {
        return module.exports().function(exportName).filter(earlier::isSeededBy);
    }

    /**
     * The import that keys a discriminator that nobody has seeded, as module and name; empty without one. Under
     * {@link RandomnessSource#WASI}, only the import of a core module of a component counts.
     *
     * @param requested the source, possibly {@code auto}
     */
    Optional<String> keyImport(RandomnessSource requested) {
        return component.isPresent()
                ? component.get().randomImport()
                : randomImport(requested)
                        .map(found -> found.function().importModule().orElseThrow() + " "
                                + found.function().importName().orElseThrow());
    }

    /** The import, other than WASI's, that a module that is not part of a component takes a key from. */
    private Optional<RandomImport.Found> randomImport(RandomnessSource requested) {
        return requested == RandomnessSource.AUTO && resolve(requested) == RandomnessSource.EXPORT
                ? RandomImport.in(module).filter(found -> !found.form().usesMemory() || canFillMemory())
                : Optional.empty();
    }

    /** The host cannot access the memory before the start function returns. */
    private boolean canFillMemory() {
        return !module.hasStart() && wasiObstacle().isEmpty() && !module.startsEmpty(wasiMemory());
    }

    /**
     * The source that {@code auto} resolves to in this module. A core module of a component resolves all sources to
     * {@code wasi} or {@code fixed}.
     */
    RandomnessSource resolve(RandomnessSource source) {
        if (component.isPresent()) {
            return component.get().resolve(source);
        }
        if (source != RandomnessSource.AUTO) {
            return source;
        }
        return wasiRandom().isPresent() && obstacleToWasi().isEmpty() ? RandomnessSource.WASI : RandomnessSource.EXPORT;
    }

    /** The first requirement of the source {@code wasi} that the module does not meet; empty if it meets all. */
    Optional<String> obstacleToWasi() {
        if (component.isPresent()) {
            return component.get().randomImport().isPresent()
                    ? Optional.empty()
                    : Optional.of("an import of random numbers, which this core module lacks");
        }
        // The start function runs before the host can access the memory that random_get writes to.
        return module.hasStart() ? Optional.of("a module without a start function") : wasiObstacle();
    }

    /**
     * Adds the discriminator.
     *
     * @param requested the source; if it is {@code auto}, a host without random numbers does not stop the program
     * @param key the build's key
     * @param additions what the key determines for hardening
     * @throws LinkException if the module cannot have this source
     */
    void add(RandomnessSource requested, DrawKey key, List<DiscriminatorPart> additions) {
        RandomnessSource source = resolve(requested);
        if (source == RandomnessSource.EXPORT && randomImport(requested).isEmpty()) {
            harvesting = Optional.of(new ImportHarvesting(module, prefix));
        }
        String wat = Resources.text(Discriminator.class, "discriminator.wat")
                .replace("@ROUND@", ROUND)
                .replace("@KEY0@", Long.toString(key.low() ^ layer()))
                .replace("@KEY1@", Long.toString(key.high()));
        Map<String, String> parts = switch (source) {
            case WASI ->
                component
                        .map(ComponentKeying::parts)
                        .orElseGet(() -> wasiParts(requested == RandomnessSource.AUTO ? USE_BUILD_KEY : TRAP));
            case HOST -> hostParts();
            case EXPORT -> exportParts(randomImport(requested));
            default -> Map.of();
        };
        for (String mark : new String[] {"IMPORTS", "GLOBALS", "KEYING", "REFILLED", "FUNCTIONS", "RENEWAL"}) {
            String added = additions.stream()
                    .map(part -> part.parts().getOrDefault(mark, ""))
                    .collect(Collectors.joining());
            wat = wat.replace("@" + mark + "@", parts.getOrDefault(mark, "") + added);
        }
        Optional<String> seedExport = seedExport(source);
        module.addAll(adapted(wat));
        seedExport.ifPresent(name -> {
            if (module.exports().has(name)) {
                module.exports().remove(name);
            }
            module.exports().addFunction(prefix + ".seed", name);
        });
        component.ifPresent(keying -> module.exports().redirect(keying.redirected(prefix)));
    }

    /**
     * Adds the harvesting of imports, if the module can have it. Called after all other code was added.
     *
     * @param linked the functions with variants
     */
    Harvest harvest(List<LinkedFunction> linked) {
        return harvesting.map(adder -> adder.add(linked)).orElse(Harvest.NONE);
    }

    /** The difference of this layer's keys from those of the layers below, which may share its seed or build key. */
    private long layer() {
        // Each layer adds functions. Earlier discriminators cannot be counted, since their variants may not be
        // recognised.
        return earlier.areThere() ? module.definedFunctions().size() * LAYER_STEP : 0;
    }

    private Map<String, String> exportParts(Optional<RandomImport.Found> random) {
        Optional<String> below = seedExport(RandomnessSource.EXPORT).flatMap(this::earlierSeed);
        Optional<ImportHarvesting> harvests = harvesting.filter(ImportHarvesting::isPossible);
        String function = """
                (func $mewe.seed (param $low i64) (param $high i64)
                  BELOW
                  (global.set $mewe.key0 LOW)
                  (global.set $mewe.key1 (local.get $high))
                  (global.set $mewe.counter (i64.const 0))
                  (global.set $mewe.bits (i64.const 1))
                  KEYED
                  END
                  @RENEWAL@)
                """;
        String low = earlier.areThere() ? "(i64.xor (local.get $low) (i64.const " + layer() + "))" : "(local.get $low)";
        String call = below.map(BinaryenModule::watName)
                .map(name -> "(call " + name + " (local.get $low) (local.get $high))")
                .orElse("");
        return Map.of(
                "IMPORTS",
                below.map(BinaryenModule::watName)
                                .map(name -> "(import \"earlier\" \"seed\" (func " + name + " (param i64 i64)))")
                                .orElse("")
                        + random.map(this::declarations).orElse("")
                        + harvests.map(ImportHarvesting::imports).orElse(""),
                "GLOBALS",
                random.map(found -> KEYED).orElse("")
                        + harvests.map(ImportHarvesting::globals).orElse(""),
                "KEYING",
                random.map(found -> KEY_ONCE).orElse(""),
                "FUNCTIONS",
                function.replace("BELOW", call)
                                .replace("LOW", low)
                                .replace("KEYED", random.isPresent() ? "(global.set $mewe.keyed (i32.const 1))" : "")
                                .replace("END", harvests.isPresent() ? ImportHarvesting.END : "")
                        + random.map(this::fetching).orElse("")
                        + harvests.map(ImportHarvesting::functions).orElse(""));
    }

    private String declarations(RandomImport.Found random) {
        Signature signature = random.form().signature();
        String function = "(import \"module\" \"function\" (func "
                + BinaryenModule.watName(random.function().name())
                + ComponentKeying.params(signature) + ComponentKeying.result(signature) + "))\n";
        return random.form().usesMemory() ? function + memoryDeclaration() : function;
    }

    private String fetching(RandomImport.Found random) {
        String fetching = random.form()
                .function()
                .replace("RANDOM", BinaryenModule.watName(random.function().name()));
        return random.form().usesMemory()
                ? fetching.replace("MEMORY", BinaryenModule.watName(wasiMemory().name()))
                : fetching;
    }

    private String memoryDeclaration() {
        return "(import \"memory\" \"memory\" (memory "
                + BinaryenModule.watName(wasiMemory().name()) + " 1))";
    }

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

    /** Sets the flag first, because the source may call back into the module, whose dispatchers draw. */
    private static final String KEY_ONCE = """
            (if (i32.eqz (global.get $mewe.keyed))
              (then
                (global.set $mewe.keyed (i32.const 1))
                (call $mewe.key)))
            """;

    private Map<String, String> hostParts() {
        String random = imported(PREFIX, "random")
                .filter(name -> module.signature(name).equals(new Signature(List.of(), ValueType.I64)))
                .map(BinaryenModule::watName)
                .orElse("$mewe.random");
        String function = """
                (func $mewe.key
                  (global.set $mewe.key0 (call RANDOM))
                  (global.set $mewe.key1 (call RANDOM)))
                """;
        return Map.of(
                "IMPORTS",
                "(import \"mewe\" \"random\" (func " + random + " (result i64)))",
                "GLOBALS",
                KEYED,
                "KEYING",
                KEY_ONCE,
                "FUNCTIONS",
                function.replace("RANDOM", random));
    }

    /** For a source that the user chose: the build's key must not serve instead. */
    private static final String TRAP = "(unreachable)";

    /** For a source that nobody chose: the build's key serves, and memory is as before. */
    private static final String USE_BUILD_KEY = """
            (i64.store MEMORY (i32.const 0) (local.get $old0))
            (i64.store MEMORY offset=8 (i32.const 0) (local.get $old1))
            (return)
            """;

    private Map<String, String> wasiParts(String afterFailure) {
        wasiObstacle().ifPresent(obstacle -> {
            throw new LinkException("the randomness source 'wasi' needs " + obstacle
                    + ". Choose another source with <randomness> (mewe.randomness)");
        });
        Optional<String> existing = wasiRandom();
        String random = existing.map(BinaryenModule::watName).orElse("$mewe.random");
        // The host writes to memory, so the code restores the old content before anything else can see it. After a
        // failure, the next draw asks again.
        String function = """
                (func $mewe.key
                  (local $old0 i64) (local $old1 i64)
                  GUARD
                  (local.set $old0 (i64.load MEMORY (i32.const 0)))
                  (local.set $old1 (i64.load MEMORY offset=8 (i32.const 0)))
                  (if (call RANDOM (i32.const 0) (i32.const 16))
                    (then
                      (global.set $mewe.keyed (i32.const 0))
                      FAILED))
                  (global.set $mewe.key0 (i64.load MEMORY (i32.const 0)))
                  (global.set $mewe.key1 (i64.load MEMORY offset=8 (i32.const 0)))
                  (i64.store MEMORY (i32.const 0) (local.get $old0))
                  (i64.store MEMORY offset=8 (i32.const 0) (local.get $old1)))
                """;
        String memory = BinaryenModule.watName(wasiMemory().name());
        String declaration = "(import \"" + WASI_MODULE + "\" \"" + WASI_RANDOM + "\" (func " + random
                + " (param i32 i32) (result i32)))\n" + memoryDeclaration();
        return Map.of(
                "IMPORTS",
                declaration,
                "GLOBALS",
                KEYED,
                "KEYING",
                KEY_ONCE,
                "FUNCTIONS",
                function.replace("GUARD", module.startsEmpty(wasiMemory()) ? WHILE_EMPTY : "")
                        .replace("FAILED", afterFailure)
                        .replace("MEMORY", memory)
                        .replace("RANDOM", random));
    }

    /** While there is no memory that the host could write to, the build's key serves and each evaluation asks again. */
    private static final String WHILE_EMPTY = """
            (if (i32.eqz (memory.size MEMORY))
              (then
                (global.set $mewe.keyed (i32.const 0))
                (return)))
            """;

    private Optional<String> wasiRandom() {
        return imported(WASI_MODULE, WASI_RANDOM);
    }

    /** The memory that a WASI host writes to: the export {@code memory}, otherwise the module's first memory. */
    private Memory wasiMemory() {
        return module.exports()
                .memory("memory")
                .orElseGet(() -> module.memories().get(0));
    }

    private Optional<String> imported(String fromModule, String name) {
        return module.functions().stream()
                .filter(function -> function.importModule().equals(Optional.of(fromModule))
                        && function.importName().equals(Optional.of(name)))
                .map(FunctionInfo::name)
                .findFirst();
    }

    private Optional<String> wasiObstacle() {
        if (module.memories().isEmpty()) {
            return Optional.of("a memory, but the module has none");
        }
        if (wasiMemory().shared()) {
            return Optional.of("an unshared memory, but the module's memory is shared");
        }
        if (wasiMemory().is64()) {
            return Optional.of("a 32-bit memory, but the module's memory is 64-bit");
        }
        if (module.features().hasCustomPageSizes()) {
            return Optional.of("a memory with pages of 64 KiB, but the module's pages have another size");
        }
        return Optional.empty();
    }
}
