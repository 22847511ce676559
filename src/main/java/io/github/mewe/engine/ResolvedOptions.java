package io.github.mewe.engine;

import io.github.mewe.link.DispatchShape;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import java.util.Optional;

/**
 * The link options that depend on the module, resolved for it.
 *
 * @param requested the source that the request or its platform names, possibly {@code auto}
 * @param randomness the source that it resolves to
 * @param obstacleToWasi the requirement of the source {@code wasi} that the module does not meet; empty if it meets all
 * @param seedExport the export that the host seeds with, if the source needs one
 * @param keyImport the import that keys the module unless the host seeds it, as module and name; empty without one, and
 *     under the source {@code wasi} for a module that is not part of a component
 * @param shape a shape that the module supports
 */
record ResolvedOptions(
        RandomnessSource requested,
        RandomnessSource randomness,
        Optional<String> obstacleToWasi,
        Optional<String> seedExport,
        Optional<String> keyImport,
        DispatchShape shape) {

    static ResolvedOptions of(LinkOptions options, MultivariantLinker linker) {
        Optional<String> obstacle = linker.obstacleToWasi();
        RandomnessSource requested = options.target().source(obstacle.isEmpty());
        RandomnessSource randomness = linker.resolve(requested);
        return new ResolvedOptions(
                requested,
                randomness,
                obstacle,
                linker.seedExport(randomness),
                linker.keyImport(requested),
                linker.resolve(options.dispatch().shape()));
    }
}
