package io.github.mewe.variant;

import java.util.List;
import java.util.Optional;

/**
 * What the generator made of one function.
 *
 * @param index the function's place among the defined functions of the module, from 0
 * @param name the function's name in the module
 * @param instructions the instructions of its body
 * @param bytes an estimate of the bytes of its body, of the same kind as the variants'
 * @param variants its variants, each with its estimated bytes
 * @param reason why there are no variants; empty if there are some
 * @param isCut whether there were more variants than are kept
 */
public record FunctionVariants(
        int index,
        String name,
        int instructions,
        int bytes,
        List<Sized> variants,
        Optional<String> reason,
        boolean isCut) {
    /** Copies the list. */
    public FunctionVariants {
        variants = List.copyOf(variants);
    }

    /**
     * A variant and what it takes.
     *
     * @param variant the variant
     * @param bytes an estimate of the bytes of its body and its helpers
     * @param slowDown its estimated running time over its original's
     */
    public record Sized(Variant variant, int bytes, double slowDown) {}

    /**
     * The same function with some of its variants.
     *
     * @param indices which ones, in order; none only if there are none
     */
    FunctionVariants select(List<Integer> indices) {
        return new FunctionVariants(
                index,
                name,
                instructions,
                bytes,
                indices.stream().map(variants::get).toList(),
                reason,
                isCut);
    }

    /** The same function with only the first variants. */
    public FunctionVariants keep(int count, String reasonIfNone) {
        if (count >= variants.size()) {
            return this;
        }
        return new FunctionVariants(
                index,
                name,
                instructions,
                bytes,
                variants.subList(0, count),
                count == 0 ? Optional.of(reasonIfNone) : Optional.empty(),
                true);
    }
}
