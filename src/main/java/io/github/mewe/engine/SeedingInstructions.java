package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest.Seeding;
import java.util.Optional;

/** Describes in the manifest how a multivariant binary gets its key. */
final class SeedingInstructions {
    private SeedingInstructions() {}

    /**
     * Describes the randomness source of a binary.
     *
     * @param options the options resolved for the module
     */
    static Seeding of(ResolvedOptions options) {
        return options.keyImport()
                .flatMap(random -> byImport(random, options))
                .orElseGet(() -> of(options.randomness(), options.seedExport()));
    }

    private static Optional<Seeding> byImport(String random, ResolvedOptions options) {
        String supplies = "supplies the import " + random;
        String unchanged = ", as it does without the plugin";
        String otherwise = "it cannot be instantiated";
        return switch (options.randomness()) {
            case WASI ->
                Optional.of(new Seeding(Seeding.WASI, supplies + " of the core module" + unchanged, otherwise));
            case EXPORT ->
                Optional.of(new Seeding(
                        Seeding.IMPORT,
                        supplies + unchanged + ", or calls the export "
                                + options.seedExport().orElseThrow()
                                + "(i64, i64) with 128 random bits in each new instance",
                        otherwise));
            default -> Optional.empty();
        };
    }

    /**
     * Describes a randomness source.
     *
     * @param source a source other than {@code auto}
     * @param seedExport the export that accepts the seed; present if the source is {@code export}
     */
    static Seeding of(RandomnessSource source, Optional<String> seedExport) {
        return switch (source) {
            case EXPORT ->
                new Seeding(
                        Seeding.HOST,
                        "calls the export " + seedExport.orElseThrow()
                                + "(i64, i64) with 128 random bits in each new instance, before anything else",
                        "every instance repeats the choices of the build's seed");
            case HOST ->
                new Seeding(
                        Seeding.HOST,
                        "supplies the import mewe.random, () -> i64, which gives 64 random bits each time",
                        "it cannot be instantiated");
            case WASI ->
                new Seeding(
                        Seeding.WASI,
                        "supplies the import wasi_snapshot_preview1.random_get, as implementations of WASI do",
                        "it cannot be instantiated");
            case FIXED ->
                new Seeding(
                        Seeding.NOBODY,
                        "the build's seed is the key, and nothing can change it",
                        "every instance makes the same choices in every run");
            case AUTO -> throw new IllegalArgumentException("auto is not resolved");
        };
    }
}
