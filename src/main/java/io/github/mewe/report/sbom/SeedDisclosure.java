package io.github.mewe.report.sbom;

import io.github.mewe.common.Sha256;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a bill of materials discloses the build seed. The seed and the input suffice to reproduce the binary. */
public enum SeedDisclosure {
    /** Discloses the seed. */
    PLAIN {
        @Override
        void describe(String seed, Map<String, String> properties) {
            properties.put("mewe:seed", seed);
        }
    },
    /** Discloses the seed's SHA-256, so that its owner can prove the seed. */
    HASH {
        @Override
        void describe(String seed, Map<String, String> properties) {
            properties.put("mewe:seed:sha256", Sha256.hex(seed));
        }
    },
    /** Discloses nothing. */
    NONE {
        @Override
        void describe(String seed, Map<String, String> properties) {
            // Adds nothing.
        }
    };

    /** Adds the properties that disclose a seed. */
    abstract void describe(String seed, Map<String, String> properties);

    /** The name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a value by its configuration name. */
    public static Optional<SeedDisclosure> named(String name) {
        return Arrays.stream(values())
                .filter(disclosure -> disclosure.configurationName().equals(name))
                .findFirst();
    }
}
