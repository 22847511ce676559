package io.github.mewe.variant;

import io.github.mewe.ir.BodyDecoder;
import io.github.mewe.ir.BodyEncoder;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The compact form of a function's variants, without their classifications. */
final class VariantEncoding {
    private VariantEncoding() {}

    /**
     * Encodes variants.
     *
     * @param original the function
     * @param seed the seed of the function's generation
     * @return empty if a variant has parts of other functions that have no compact form
     */
    static Optional<byte[]> encode(FunctionBody original, long seed, List<Sized> variants) {
        var output = new BinaryWriter();
        output.little(seed, Long.BYTES).u32(variants.size());
        var bodies = new BodyEncoder(original, output);
        for (Sized sized : variants) {
            output.u32(sized.bytes()).little(Double.doubleToRawLongBits(sized.slowDown()), Long.BYTES);
            Variant variant = sized.variant();
            bodies.write(variant.body());
            output.u32(variant.helpers().size());
            variant.helpers().forEach(bodies::write);
            output.u32(variant.chain().size());
            for (Step step : variant.chain()) {
                bodies.text(step.strategy());
                bodies.text(step.rule());
                output.u32(step.sites().size());
                step.sites().forEach(output::u32);
            }
        }
        return bodies.isComplete() ? Optional.of(output.toBytes()) : Optional.empty();
    }

    /**
     * Decodes variants.
     *
     * @param original the function
     * @param seed the seed of the function's generation
     * @param made the record with the encoded variants
     * @return empty if the record has none, or those of another function
     */
    static Optional<List<Sized>> decode(FunctionBody original, long seed, GenerationRecord made) {
        if (made.variants().length == 0) {
            return Optional.empty();
        }
        try {
            var input = new BinaryReader(made.variants());
            if (input.little(Long.BYTES) != seed
                    || input.u32() != made.attempts().size()) {
                return Optional.empty();
            }
            var bodies = new BodyDecoder(original, input);
            var variants = new ArrayList<Sized>();
            for (GenerationRecord.Attempt attempt : made.attempts()) {
                int bytes = input.u32();
                double slowDown = Double.longBitsToDouble(input.little(Long.BYTES));
                variants.add(new Sized(variant(bodies, input), bytes, slowDown, attempt.classification()));
            }
            return Optional.of(variants);
        } catch (RuntimeException e) {
            // An intact record decodes. The attempts of any other are repeated.
            return Optional.empty();
        }
    }

    private static Variant variant(BodyDecoder bodies, BinaryReader input) {
        FunctionBody body = bodies.function();
        var helpers = new ArrayList<FunctionBody>();
        for (int left = input.u32(); left > 0; left--) {
            helpers.add(bodies.function());
        }
        var chain = new ArrayList<Step>();
        for (int left = input.u32(); left > 0; left--) {
            String strategy = bodies.text();
            String rule = bodies.text();
            var sites = new ArrayList<Integer>();
            for (int more = input.u32(); more > 0; more--) {
                sites.add(input.u32());
            }
            chain.add(new Step(strategy, rule, sites));
        }
        return new Variant(body, helpers, chain);
    }
}
