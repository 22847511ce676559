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
import java.util.function.Supplier;

/** The compact form of a function's variants, without their classifications. */
final class VariantEncoding {
    private final FunctionBody original;
    private final long seed;
    private final Supplier<List<FunctionBody>> inlined;

    /**
     * Creates an encoding.
     *
     * @param original the function
     * @param seed the seed of the function's generation
     * @param inlined returns the functions that variants may inline
     */
    VariantEncoding(FunctionBody original, long seed, Supplier<List<FunctionBody>> inlined) {
        this.original = original;
        this.seed = seed;
        this.inlined = inlined;
    }

    /**
     * Encodes variants.
     *
     * @return empty if a variant has parts that have no compact form
     */
    Optional<byte[]> encode(List<Sized> variants) {
        return encode(variants, false).or(() -> encode(variants, true));
    }

    private Optional<byte[]> encode(List<Sized> variants, boolean areInlining) {
        var output = new BinaryWriter();
        output.little(seed, Long.BYTES).u32(variants.size()).u8(areInlining ? 1 : 0);
        var bodies = new BodyEncoder(original, areInlining ? inlined.get() : List.of(), output);
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
     * @param made the record with the encoded variants
     * @return empty if the record has none, or those of another function
     */
    Optional<List<Sized>> decode(GenerationRecord made) {
        if (made.variants().length == 0) {
            return Optional.empty();
        }
        try {
            var input = new BinaryReader(made.variants());
            if (input.little(Long.BYTES) != seed
                    || input.u32() != made.attempts().size()) {
                return Optional.empty();
            }
            boolean areInlining = input.u8() != 0;
            var bodies = new BodyDecoder(original, areInlining ? inlined.get() : List.of(), input);
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
