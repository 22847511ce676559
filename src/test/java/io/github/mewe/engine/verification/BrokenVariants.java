package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.report.Manifest;
import java.util.function.UnaryOperator;

/** Breaks one variant in a finished multivariant binary. */
public final class BrokenVariants {
    private BrokenVariants() {}

    /**
     * A binary with its manifest.
     *
     * @param binary the binary
     * @param manifest the manifest, which contains the binary's hash
     */
    public record Broken(byte[] binary, Manifest manifest) {}

    /** The entry of a function in a manifest. */
    public static Manifest.Function function(Manifest manifest, String name) {
        return manifest.functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Changes the body of a variant.
     *
     * @param result the binary
     * @param function the function's name
     * @param number the number of the variant, from 0
     * @param change returns the replacement for the body's root
     */
    public static Broken breakRoot(
            DiversificationResult result, String function, int number, UnaryOperator<Expr> change) {
        Manifest.Variant variant =
                function(result.manifest(), function).variants().get(number);
        try (BinaryenModule module = BinaryenModule.open(result.binary())) {
            String name = module.functions().get(variant.index()).name();
            FunctionBody body = module.lift(name);
            module.replaceBody(body.withRoot(change.apply(body.root())));
            module.validate().ifPresent(message -> {
                throw new IllegalStateException(message);
            });
            byte[] binary = module.write();
            return new Broken(binary, withOutput(result.manifest(), binary));
        }
    }

    /** Changes nodes of the body of a variant. */
    public static Broken breakNodes(
            DiversificationResult result, String function, int number, UnaryOperator<Expr> change) {
        return breakRoot(result, function, number, root -> ExprTransformer.bottomUp(root, change));
    }

    /** A manifest with the hash of another binary. */
    public static Manifest withOutput(Manifest manifest, byte[] binary) {
        var output = new Manifest.Binary(
                manifest.output().name(),
                Sha256.hex(binary),
                binary.length,
                manifest.output().codeBytes());
        return new Manifest(
                manifest.schemaVersion(),
                manifest.pluginVersion(),
                manifest.binaryenVersion(),
                manifest.fingerprint(),
                manifest.seed(),
                manifest.parameters(),
                manifest.randomness(),
                manifest.dispatch(),
                manifest.prediction(),
                manifest.diversity(),
                manifest.timeLimited(),
                manifest.input(),
                output,
                manifest.totals(),
                manifest.functions(),
                manifest.warnings(),
                manifest.seeding(),
                manifest.seedExport(),
                manifest.population(),
                manifest.coreModules(),
                null);
    }
}
