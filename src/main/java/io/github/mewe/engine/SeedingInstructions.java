package io.github.mewe.engine;

import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest.Harvested;
import io.github.mewe.report.Manifest.Seeding;
import java.util.List;
import java.util.Optional;

/** Describes in the manifest how a multivariant binary gets its key. */
final class SeedingInstructions {
    private SeedingInstructions() {}

    /**
     * Describes the randomness source of a binary.
     *
     * @param options the options resolved for the module
     * @param harvested the harvested imports
     * @param obstacle why there are none
     */
    static Seeding of(ResolvedOptions options, List<Harvested> harvested, Optional<String> obstacle) {
        return options.keyImport()
                .flatMap(random -> byImport(random, options))
                .orElseGet(() -> options.randomness() == RandomnessSource.EXPORT
                        ? byExport(options.seedExport().orElseThrow(), harvested, obstacle)
                        : of(options.randomness()));
    }

    private static Seeding byExport(String seedExport, List<Harvested> harvested, Optional<String> obstacle) {
        return new Seeding(
                Seeding.HOST,
                "calls the export " + seedExport
                        + "(i64, i64) with 128 random bits in each new instance, before anything else",
                harvested.isEmpty()
                        ? "every instance repeats the choices of the build's seed"
                        : "the choices follow from the build's seed and from results of imports, which can be guessed",
                harvested,
                obstacle.orElse(null));
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

    private static Seeding of(RandomnessSource source) {
        return switch (source) {
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
            case EXPORT, AUTO -> throw new IllegalArgumentException("not expected: " + source);
        };
    }
}
