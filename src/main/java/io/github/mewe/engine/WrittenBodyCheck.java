package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Batches;
import io.github.mewe.common.WorkerPool;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.OmittedBodies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Confirms that the bodies in written binaries are the ends of their derivations. */
final class WrittenBodyCheck {
    /** Limits the bodies in native memory, where they take about 20 times as many bytes. */
    private static final int BATCH_BYTES = 16 << 20;

    private final BinaryenModule input;
    private final DerivationChecker checker;
    private final ProofCache proofs;
    private final int threads;
    private final Set<Variant> unverifiable =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /**
     * Creates a check.
     *
     * @param input the module that the binaries were made from, which must stay open
     * @param checker compares bodies
     * @param proofs the results of earlier checks
     * @param threads the number of threads
     */
    WrittenBodyCheck(BinaryenModule input, DerivationChecker checker, ProofCache proofs, int threads) {
        this.input = input;
        this.checker = checker;
        this.proofs = proofs;
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
        var hashes = new WrittenBodyHashes(input, manifest, binary.output());
        var confirmed = new AtomicReferenceArray<>(functions.toArray(Manifest.Function[]::new));
        var isOpen = new boolean[functions.size()];
        WorkerPool.deep("mewe-check", threads)
                .forEach(
                        isOpen.length,
                        i -> isOpen[i] = hasProofs(functions.get(i))
                                && !isKnown(functions.get(i), binary.kept().get(i), hashes));
        List<Integer> open =
                IntStream.range(0, isOpen.length).filter(i -> isOpen[i]).boxed().toList();
        for (List<Integer> batch : Batches.forPasses(
                open, i -> bytes(functions.get(i)), BATCH_BYTES, binary.output().bytes().length)) {
            try (WrittenBodies written = opened(batch, functions, manifest, binary.output())) {
                WorkerPool.deep("mewe-check", threads).forEach(batch.size(), number -> {
                    int i = batch.get(number);
                    FunctionVariants variants = binary.kept().get(i);
                    Manifest.Function checked = confirmed(functions.get(i), variants, written);
                    confirmed.set(i, checked);
                    if (checked.equals(functions.get(i))) {
                        proofs.storeProved(variants.index(), hashes.of(checked));
                    }
                });
            }
        }
        var all = new ArrayList<Manifest.Function>();
        for (int i = 0; i < functions.size(); i++) {
            all.add(confirmed.get(i));
        }
        return manifest.with(all);
    }

    private static boolean hasProofs(Manifest.Function function) {
        return proved(function).findAny().isPresent();
    }

    private boolean isKnown(Manifest.Function function, FunctionVariants variants, WrittenBodyHashes hashes) {
        byte[] hash = hashes.of(function);
        boolean isProved = proofs.isProved(variants.index(), hash);
        if (isProved) {
            proofs.storeProved(variants.index(), hash);
        }
        return isProved;
    }

    private static Stream<Manifest.Variant> proved(Manifest.Function function) {
        return function.variants().stream().filter(Manifest.Variant::isProved);
    }

    private static long bytes(Manifest.Function function) {
        return proved(function).mapToLong(Manifest.Variant::bytes).sum();
    }

    /** Opens the output with nothing but the bodies of the proved variants of some functions. */
    private WrittenBodies opened(
            List<Integer> batch, List<Manifest.Function> functions, Manifest manifest, OutputModule output) {
        Set<Integer> bodies = batch.stream()
                .flatMap(i -> proved(functions.get(i)))
                .flatMap(Manifest.Variant::bodies)
                .map(index -> index - output.imports())
                .collect(Collectors.toSet());
        BinaryenModule reduced = BinaryenModule.openWritten(OmittedBodies.in(output.bytes(), output.layout(), bodies));
        return new WrittenBodies(input, reduced, manifest, checker);
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
