package io.github.mewe.report.sbom;

import io.github.mewe.common.Sha256;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a bill of materials tells the seed of a build. Who has the seed and the input can make the binary again. */
public enum SeedDisclosure {
    /** As it is. */
    PLAIN {
        @Override
        void describe(String seed, Map<String, String> properties) {
            properties.put("mewe:seed", seed);
        }
    },
    /** By its SHA-256: who has the seed can show that it is the one. */
    HASH {
        @Override
        void describe(String seed, Map<String, String> properties) {
            properties.put("mewe:seed:sha256", Sha256.hex(seed));
        }
    },
    /** Not at all. */
    NONE {
        @Override
        void describe(String seed, Map<String, String> properties) {
            // Nothing is to be said.
        }
    };

    /** Adds what is told of a seed. */
    abstract void describe(String seed, Map<String, String> properties);

    /** The name in a configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What has a name of a configuration. */
    public static Optional<SeedDisclosure> named(String name) {
        return Arrays.stream(values())
                .filter(disclosure -> disclosure.configurationName().equals(name))
                .findFirst();
    }
}
