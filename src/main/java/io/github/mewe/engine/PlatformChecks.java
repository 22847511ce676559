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

    /** The maximum uncompressed size of a Worker, on every plan since 2026-09-04. */
    private static final long MOST_WORKER_BYTES = 64 * MEBIBYTE;

    /** The maximum size of a package for Fastly Compute, a compressed archive. */
    private static final long MOST_FASTLY_PACKAGE_BYTES = 100_000_000;

    /** The maximum memory of a Workers isolate, and of the heap of an execution on Fastly Compute. */
    private static final long MOST_MEMORY_BYTES = 128 * MEBIBYTE;

    private static final Map<Feature, String> NOT_ON_WORKERS =
            Map.of(Feature.SHARED_MEMORY, "a Worker has only one thread. Compile the module without threads");

    private static final Map<Feature, String> NOT_IN_WASMTIME = Map.of(
            Feature.SHARED_MEMORY,
            "Wasmtime rejects it unless the host enables it. Compile the module without threads",
            Feature.LEGACY_EXCEPTIONS,
            "Wasmtime supports only standard exceptions. Compile the module for those, or without exceptions");

    private static final Map<Feature, String> NOT_IN_ALL_BROWSERS = Map.of(
            Feature.MEMORY64,
            "Safari does not support it. Compile the module for 32-bit addresses",
            Feature.MULTIPLE_MEMORIES,
            "Safari does not support that. Compile the module with one memory");

    private static final Map<Feature, String> NOT_IN_JAVA_ENGINES = Map.of(
            Feature.VECTORS,
            "Chicory and Endive do not support them by default. Compile the module without SIMD, or check that your"
                    + " engine supports them",
            Feature.MEMORY64,
            "Chicory and Endive do not support it. Compile the module for 32-bit addresses, or check that your engine"
                    + " supports it",
            Feature.LEGACY_EXCEPTIONS,
            "Chicory and Endive support only standard exceptions. Compile the module for those, or without exceptions");

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
     * @param platform the platform that will run it
     * @return one warning, with a remedy, for each property that the platform does not accept
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
            warn("the output's size is " + mebibytes(facts.bytes()) + "; a Worker is limited to "
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
                    "the output's compressed size is %.1f MB; a package is limited to %d MB. %s",
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
                warn("the output uses " + feature.text() + ", but " + missing.get(feature));
            }
        }
    }

    private void memory(String of) {
        if (facts.memoryBytes() > MOST_MEMORY_BYTES) {
            warn("the module's initial memory is " + mebibytes(facts.memoryBytes()) + "; " + of + " is limited to "
                    + mebibytes(MOST_MEMORY_BYTES) + ". Compile the module with a smaller initial memory");
        }
    }

    /** Warns if the script must implement WASI. */
    private void shim() {
        if (uses(RandomnessSource.WASI)) {
            warn(
                    "<randomness> (mewe.randomness) is 'wasi', but the platform does not provide WASI. Implement it in your"
                            + " script, or use 'export', which needs only the loader");
        }
    }

    /** Warns if only a script of the user could supply the key, and the platform runs none. */
    private void noScript(String runtime) {
        if (uses(RandomnessSource.EXPORT)) {
            warn(facts.obstacleToWasi()
                    .map(obstacle -> "the randomness source is 'export', but " + runtime
                            + " does not call mewe_seed, so that choices are predictable."
                            + " <randomness> (mewe.randomness) cannot be 'wasi', because that needs " + obstacle
                            + ". Compile the module accordingly, or call mewe_seed in the host")
                    .orElse("<randomness> (mewe.randomness) is 'export', but " + runtime
                            + " does not call mewe_seed, so that choices are predictable. Set it to"
                            + " 'wasi', or remove it"));
        }
        if (uses(RandomnessSource.HOST)) {
            warn("<randomness> (mewe.randomness) is 'host', but " + runtime
                    + " does not provide the import mewe.random and cannot instantiate the output. Set it to"
                    + " 'wasi', or remove it");
        }
    }

    private boolean uses(RandomnessSource source) {
        return facts.randomness().filter(source::equals).isPresent();
    }

    private static String smaller() {
        return "Set <budget><size> (mewe.size) to 'small', or lower <budget><variants> (mewe.variants)";
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MEBIBYTE);
    }

    private void warn(String text) {
        warnings.add("Platform '" + platform.configurationName() + "': " + text);
    }
}
