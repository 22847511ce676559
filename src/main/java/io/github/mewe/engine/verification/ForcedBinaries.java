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

/** Makes copies of a multivariant binary that make no choices: every function has one body. */
final class ForcedBinaries {
    private final byte[] binary;
    private final List<Manifest.Function> functions;

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

    /** The number of variants of the function that has most. */
    int mostVariants() {
        return functions.stream()
                .mapToInt(function -> function.variants().size())
                .max()
                .orElse(0);
    }

    /** The variant with a number, modulo the number of variants of the function. */
    static Manifest.Variant variant(Manifest.Function function, int number) {
        return function.variants().get(number % function.variants().size());
    }

    /** The binary in which every function enters the variant with a number, from 0. */
    byte[] everywhere(int number) {
        return with(function -> Optional.of(variant(function, number).index()));
    }

    /**
     * The binary in which some functions enter the variant with a number, from 0, and all others their original body,
     * or another variant if the binary lacks the original body.
     */
    byte[] in(List<Manifest.Function> some, int number) {
        return with(function -> some.contains(function)
                ? Optional.of(variant(function, number).index())
                : Optional.ofNullable(function.originalIndex())
                        .or(() -> Optional.of(variant(function, number + 1).index())));
    }

    private byte[] with(Function<Manifest.Function, Optional<Integer>> choice) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            // A binary without a name section has numbers for names.
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
                throw new IllegalStateException("the copy is not a valid module, which is a bug in this plugin: "
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
