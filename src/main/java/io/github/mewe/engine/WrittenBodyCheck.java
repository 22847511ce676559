package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/** Confirms that the bodies in written binaries are the ends of their derivations. */
final class WrittenBodyCheck {
    private final BinaryenModule input;
    private final DerivationChecker checker;
    private final int threads;
    private final Set<Variant> unverifiable =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    WrittenBodyCheck(BinaryenModule input, DerivationChecker checker, int threads) {
        this.input = input;
        this.checker = checker;
        this.threads = threads;
    }

    /**
     * Checks the proved variants of a binary.
     *
     * @param manifest the description of the binary
     * @return the manifest, in which a variant is proved only if its written body is, too
     */
    Manifest confirmed(Manifest manifest, LinkedBinary binary) {
        if (manifest.totals().proved() == 0) {
            return manifest;
        }
        Set<Integer> hardened = manifest.hardenedBodies().stream()
                .map(Manifest.HardenedBody::index)
                .collect(Collectors.toSet());
        List<Manifest.Function> functions = manifest.functions().stream()
                .map(function -> withoutProofs(function, hardened))
                .toList();
        var confirmed = new AtomicReferenceArray<Manifest.Function>(functions.size());
        try (var written = new WrittenBodies(
                input, BinaryenModule.openWritten(binary.output().bytes()), manifest, checker)) {
            WorkerPool.deep("mewe-check", threads)
                    .forEach(
                            functions.size(),
                            i -> confirmed.set(
                                    i, confirmed(functions.get(i), binary.kept().get(i), written)));
        }
        var all = new ArrayList<Manifest.Function>();
        for (int i = 0; i < functions.size(); i++) {
            all.add(confirmed.get(i));
        }
        return manifest.with(all);
    }

    /** The variants, by identity, whose written bodies are neither proved nor executable. */
    Set<Variant> unverifiable() {
        return unverifiable;
    }

    /** No derivation leads to a hardened body. */
    private static Manifest.Function withoutProofs(Manifest.Function function, Set<Integer> hardened) {
        return function.with(function.variants().stream()
                .map(variant -> variant.isProved() && hardened.contains(variant.index())
                        ? variant.unproved("its stack frame is hardened")
                        : variant)
                .toList());
    }

    private Manifest.Function confirmed(Manifest.Function function, FunctionVariants variants, WrittenBodies written) {
        var confirmed = new ArrayList<Manifest.Variant>();
        for (int i = 0; i < function.variants().size(); i++) {
            Manifest.Variant place = function.variants().get(i);
            Variant variant = variants.variants().get(i).variant();
            Optional<String> obstacle =
                    place.isProved() ? written.classify(place, variant).obstacle() : Optional.empty();
            if (obstacle.isPresent() && !IsolatedExecution.isPossible(input.lift(variants.name()), variant)) {
                unverifiable.add(variant);
            }
            confirmed.add(obstacle.map(place::unproved).orElse(place));
        }
        return function.with(confirmed);
    }
}
