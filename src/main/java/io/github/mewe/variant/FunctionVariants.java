package io.github.mewe.variant;

import io.github.mewe.ir.ExprStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The variants of one function.
 *
 * @param index the function's index among the defined functions of the module, from 0
 * @param name the function's name in the module
 * @param size the size of the original body
 * @param reason the reason if there are no variants, or fewer because of the function's size; otherwise empty
 * @param isCut true if the budget dropped variants
 */
public record FunctionVariants(
        int index, String name, ExprStatistics size, List<Sized> variants, Optional<String> reason, boolean isCut) {
    /** Copies the list. */
    public FunctionVariants {
        variants = List.copyOf(variants);
    }

    /** The number of instructions of the original body. */
    public int instructions() {
        return size.instructions();
    }

    /** The estimated bytes of the original body. */
    public int bytes() {
        return size.bytes();
    }

    /** The number of parameters of a function that has variants. */
    int params() {
        return variants.get(0).variant().body().signature().params().size();
    }

    /**
     * A variant with its estimated costs.
     *
     * @param bytes the estimated size of its body and its helpers
     * @param slowDown its estimated run time, divided by the original's
     * @param classification how it is known to be equivalent to the original
     */
    public record Sized(Variant variant, int bytes, double slowDown, Classification classification) {
        /** A variant whose derivation was not checked. */
        public Sized(Variant variant, int bytes, double slowDown) {
            this(variant, bytes, slowDown, DerivationCheck.NONE.classify(variant.body(), variant));
        }
    }

    /** The same function with the variants at these indices, in this order. */
    FunctionVariants select(List<Integer> indices) {
        return new FunctionVariants(
                index, name, size, indices.stream().map(variants::get).toList(), reason, isCut);
    }

    /** The same function without the variants at these indices. */
    public FunctionVariants without(Set<Integer> dropped, String reasonIfNone) {
        List<Sized> left = IntStream.range(0, variants.size())
                .filter(i -> !dropped.contains(i))
                .mapToObj(variants::get)
                .toList();
        return new FunctionVariants(
                index, name, size, left, left.isEmpty() ? Optional.of(reasonIfNone) : Optional.empty(), isCut);
    }

    /** The same function without some variants. */
    FunctionVariants without(Predicate<Variant> dropped, String reasonIfNone) {
        Set<Integer> indices = IntStream.range(0, variants.size())
                .filter(i -> dropped.test(variants.get(i).variant()))
                .boxed()
                .collect(Collectors.toSet());
        return indices.isEmpty() ? this : without(indices, reasonIfNone);
    }

    /** The same function without any variants. */
    public FunctionVariants without(String reasonIfNone) {
        return new FunctionVariants(index, name, size, List.of(), Optional.of(reasonIfNone), isCut);
    }

    /** The same function with its first variants only. */
    public FunctionVariants keep(int count, String reasonIfNone) {
        if (count >= variants.size()) {
            return this;
        }
        return new FunctionVariants(
                index, name, size, variants.subList(0, count), count == 0 ? Optional.of(reasonIfNone) : reason, true);
    }
}
