package io.github.mewe.engine;

import io.github.mewe.binaryen.Feature;
import io.github.mewe.link.RandomnessSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Warns of an output that a platform would reject, or on which diversification has no effect there. The sources of the
 * limits are in {@code docs/guides/platforms.md}; undocumented limits are not checked.
 */
final class PlatformChecks {
    private static final long MEBIBYTE = 1L << 20;

    /** All of a Worker, before compression, on every plan since 2026-09-04. */
    private static final long MOST_WORKER_BYTES = 64 * MEBIBYTE;

    /** A package for Fastly Compute, which is a compressed archive. */
    private static final long MOST_FASTLY_PACKAGE_BYTES = 100_000_000;

    /** An isolate of Workers, and the heap of an execution of Fastly Compute. */
    private static final long MOST_MEMORY_BYTES = 128 * MEBIBYTE;

    private static final Map<Feature, String> NOT_ON_WORKERS =
            Map.of(Feature.SHARED_MEMORY, "a Worker has one thread only. Compile the module without threads");

    private static final Map<Feature, String> NOT_IN_WASMTIME = Map.of(
            Feature.SHARED_MEMORY,
            "Wasmtime does not accept one unless its host asks for it. Compile the module without threads",
            Feature.LEGACY_EXCEPTIONS,
            "Wasmtime knows those of the standard only. Compile the module for these, or without exceptions");

    private static final Map<Feature, String> NOT_IN_ALL_BROWSERS = Map.of(
            Feature.MEMORY64,
            "Safari does not have that. Compile the module for 32-bit addresses",
            Feature.MULTIPLE_MEMORIES,
            "Safari does not have that. Compile the module with one memory");

    private static final Map<Feature, String> NOT_IN_JAVA_ENGINES = Map.of(
            Feature.VECTORS,
            "Chicory's and Endive's core does not have them. Compile the module without SIMD, or see whether your"
                    + " engine has them",
            Feature.MEMORY64,
            "Chicory and Endive do not have that. Compile the module for 32-bit addresses, or see whether your engine"
                    + " has it",
            Feature.LEGACY_EXCEPTIONS,
            "Chicory and Endive know those of the standard only. Compile the module for these, or without exceptions");

    private final Platform platform;
    private final OutputProperties facts;
    private final List<String> warnings = new ArrayList<>();

    private PlatformChecks(Platform platform, OutputProperties facts) {
        this.platform = platform;
        this.facts = facts;
    }

    /**
     * Checks an output.
     *
     * @param platform where it will run
     * @param facts what is to be looked at
     * @return a sentence or more for each thing that will not do, with what to do about it
     */
    static List<String> warnings(Platform platform, OutputProperties facts) {
        var checks = new PlatformChecks(platform, facts);
        switch (platform) {
            case WORKERS -> checks.workers();
            case FASTLY -> checks.fastly();
            case WASI -> checks.wasi();
            case BROWSER -> checks.browser();
            case JVM -> checks.features(NOT_IN_JAVA_ENGINES);
        }
        return List.copyOf(checks.warnings);
    }

    private void workers() {
        features(NOT_ON_WORKERS);
        if (facts.bytes() > MOST_WORKER_BYTES) {
            warn("the output has " + mebibytes(facts.bytes()) + "; a Worker is limited to "
                    + mebibytes(MOST_WORKER_BYTES) + " uncompressed. " + smaller());
        }
        memory("a Worker's isolate");
        shim();
    }

    private void fastly() {
        features(NOT_IN_WASMTIME);
        if (facts.gzippedBytes() > MOST_FASTLY_PACKAGE_BYTES) {
            warn(String.format(
                    Locale.ROOT,
                    "the output has %.1f MB after compression; a package is limited to %d MB. %s",
                    facts.gzippedBytes() / 1e6,
                    MOST_FASTLY_PACKAGE_BYTES / 1_000_000,
                    smaller()));
        }
        memory("an execution's heap");
        noScript("Fastly Compute");
    }

    private void wasi() {
        features(NOT_IN_WASMTIME);
        noScript("a WASI runtime");
    }

    private void browser() {
        features(NOT_IN_ALL_BROWSERS);
        shim();
    }

    private void features(Map<Feature, String> missing) {
        for (Feature feature : Feature.values()) {
            if (facts.features().contains(feature) && missing.containsKey(feature)) {
                warn("the output has " + feature.text() + ", and " + missing.get(feature));
            }
        }
    }

    private void memory(String of) {
        if (facts.memoryBytes() > MOST_MEMORY_BYTES) {
            warn("the module's initial memory is " + mebibytes(facts.memoryBytes()) + "; " + of + " is limited to "
                    + mebibytes(MOST_MEMORY_BYTES) + ". Compile the module with a smaller initial memory");
        }
    }

    /** Where there is no implementation of WASI, a script has to have one. */
    private void shim() {
        if (uses(RandomnessSource.WASI)) {
            warn("<randomness> (mewe.randomness) is 'wasi', and WASI is not there unless the script supplies it."
                    + " 'export' needs nothing but the loader");
        }
    }

    /** Where modules are not instantiated by a script of the user's, nobody but WASI supplies a key. */
    private void noScript(String runtime) {
        if (uses(RandomnessSource.EXPORT)) {
            warn(facts.obstacleToWasi()
                    .map(obstacle -> "the randomness source is 'export', and " + runtime
                            + " does not call mewe_seed by itself: every instance makes the same choices. The source"
                            + " 'wasi' needs " + obstacle)
                    .orElse("<randomness> (mewe.randomness) is 'export', and " + runtime
                            + " does not call mewe_seed by itself: every instance makes the same choices. Use"
                            + " 'wasi', or leave it out"));
        }
        if (uses(RandomnessSource.HOST)) {
            warn("<randomness> (mewe.randomness) is 'host', and " + runtime
                    + " does not supply mewe.random by itself: the output cannot be instantiated there. Use 'wasi', or"
                    + " leave it out");
        }
    }

    private boolean uses(RandomnessSource source) {
        return facts.randomness().filter(source::equals).isPresent();
    }

    private static String smaller() {
        return "Lower <budget><maxGrowth> (mewe.maxGrowth) or <budget><variants> (mewe.variants)";
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MEBIBYTE);
    }

    private void warn(String text) {
        warnings.add("Platform '" + platform.configurationName() + "': " + text);
    }
}
