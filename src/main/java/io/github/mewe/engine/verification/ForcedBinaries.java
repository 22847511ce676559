package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.link.BodyForcing;
import io.github.mewe.link.BodyForcing.Forced;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Copies of a multivariant binary that make no choices: their functions have one body each. */
final class ForcedBinaries {
    private final byte[] binary;
    private final List<Manifest.Function> functions;

    /**
     * Copies of a binary.
     *
     * @param binary a multivariant binary
     * @param manifest its manifest
     */
    ForcedBinaries(byte[] binary, Manifest manifest) {
        this.binary = binary;
        this.functions = manifest.functions().stream()
                .filter(function -> !function.variants().isEmpty())
                .toList();
    }

    /** The functions that have variants. */
    List<Manifest.Function> functions() {
        return functions;
    }

    /** How many variants the function has that has most. */
    int mostVariants() {
        return functions.stream()
                .mapToInt(function -> function.variants().size())
                .max()
                .orElse(0);
    }

    /** The variant that stands for a number: of a function that has fewer, that of the number modulo theirs. */
    static Manifest.Variant variant(Manifest.Function function, int number) {
        return function.variants().get(number % function.variants().size());
    }

    /**
     * The binary with one variant of every function.
     *
     * @param number the variants' number, from 0
     */
    byte[] everywhere(int number) {
        return with(function -> Optional.of(variant(function, number).index()));
    }

    /**
     * The binary with one variant of some functions, and the original of the others, or another variant where the
     * original is none of the choices.
     *
     * @param some the functions
     * @param number the variants' number, from 0
     */
    byte[] in(List<Manifest.Function> some, int number) {
        return with(function -> some.contains(function)
                ? Optional.of(variant(function, number).index())
                : Optional.ofNullable(function.originalIndex())
                        .or(() -> Optional.of(variant(function, number + 1).index())));
    }

    private byte[] with(Function<Manifest.Function, Optional<Integer>> choice) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            // Names may not be in the binary, and then are numbers.
            List<String> names =
                    module.functions().stream().map(FunctionInfo::name).toList();
            var forced = new ArrayList<Forced>();
            for (Manifest.Function function : functions) {
                choice.apply(function)
                        .ifPresent(index -> forced.add(new Forced(
                                names.get(function.dispatcherIndex()), bodies(function, names), names.get(index))));
            }
            new BodyForcing(module).force(forced);
            module.validate().ifPresent(message -> {
                throw new IllegalStateException(
                        "a copy of the binary without choices is not valid, which is a fault of this plugin: "
                                + message.lines().limit(6).toList());
            });
            return module.write();
        }
    }

    private static List<String> bodies(Manifest.Function function, List<String> names) {
        var bodies = new ArrayList<String>();
        Optional.ofNullable(function.originalIndex()).map(names::get).ifPresent(bodies::add);
        function.variants().forEach(variant -> bodies.add(names.get(variant.index())));
        return bodies;
    }
}
