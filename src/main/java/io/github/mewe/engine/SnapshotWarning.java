package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.link.RandomnessSource;
import java.util.List;
import java.util.Optional;

/**
 * Warns of modules that a tool such as Wizer runs at build time: it would store the key in the snapshot of the output.
 */
final class SnapshotWarning {
    /** The functions that Wizer calls at build time, and one that a snapshot is resumed with. */
    private static final List<String> EXPORTS = List.of("wizer-initialize", "wizer.initialize", "wizer.resume");

    private SnapshotWarning() {}

    /**
     * Checks an input.
     *
     * @param module the input
     * @param source the randomness source of the output
     */
    static Optional<String> of(BinaryenModule module, RandomnessSource source) {
        return EXPORTS.stream()
                .filter(export -> source != RandomnessSource.FIXED)
                .filter(module.exports()::has)
                .findFirst()
                .map(export ->
                        "the input exports " + export + ", so Wizer may run the output at build time. The snapshot"
                                + " would contain the key, and all its instances would make the same choices. Run Wizer first,"
                                + " and diversify the snapshot");
    }
}
