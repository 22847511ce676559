package io.github.mewe.bench.survival;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.StaticLinker;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the variants of a multivariant binary to put them into static modules. */
final class WrittenVariants implements AutoCloseable {
    private final BinaryenModule module;
    private final List<FunctionVariants> functions = new ArrayList<>();

    /**
     * Reads the variants.
     *
     * @param binary a multivariant binary
     * @param manifest its manifest
     * @param input the functions of the module that it was made from
     */
    WrittenVariants(byte[] binary, Manifest manifest, List<FunctionInfo> input) {
        module = BinaryenModule.open(binary);
        List<String> names = module.functions().stream().map(FunctionInfo::name).toList();
        for (Manifest.Function function : manifest.functions()) {
            String name = input.get(function.index()).name();
            var variants = new ArrayList<Sized>();
            for (Manifest.Variant variant : function.variants()) {
                FunctionBody body = module.lift(names.get(variant.index()));
                List<FunctionBody> helpers = variant.helpers().stream()
                        .map(helper -> module.lift(names.get(helper)))
                        .toList();
                variants.add(new Sized(new Variant(body, helpers, List.of()), variant.bytes(), 1));
            }
            functions.add(new FunctionVariants(
                    functions.size(),
                    name,
                    new ExprStatistics(function.instructions(), function.bytes()),
                    variants,
                    Optional.ofNullable(function.reason()),
                    false));
        }
    }

    /**
     * Makes a static module.
     *
     * @param input the module that the binary was made from
     * @param number the number of the variant that every function gets
     */
    byte[] staticModule(byte[] input, int number) {
        try (BinaryenModule target = BinaryenModule.open(input)) {
            new StaticLinker(target).link(functions, number);
            target.validate().ifPresent(message -> {
                throw new IllegalStateException(
                        "not valid: " + message.lines().limit(6).toList());
            });
            return target.write();
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
