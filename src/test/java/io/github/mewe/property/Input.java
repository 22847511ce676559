package io.github.mewe.property;

import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a call.
 *
 * @param integers the parameters as the integers of {@link Kind#integers()}: an Integer for i32, and a decimal text for
 *     i64, which JSON's numbers cannot hold
 */
record Input(List<Object> integers) {
    /** Copies the list. */
    Input {
        integers = List.copyOf(integers);
    }

    /** A random input of corner cases for parameters. */
    static Input random(List<Kind> params, VariantRandom random) {
        var corners = new Corners(random);
        var integers = new ArrayList<Object>();
        for (Kind kind : params) {
            switch (kind) {
                case I32, F32 -> integers.add((int) corners.bits(kind));
                case I64, F64 -> integers.add(Long.toString(corners.bits(kind)));
                case V128 -> {
                    integers.add(Long.toString(corners.half()));
                    integers.add(Long.toString(corners.half()));
                }
            }
        }
        return new Input(integers);
    }

    /** The bits of the parameters, in hexadecimal. */
    @Override
    public String toString() {
        var texts = integers.stream()
                .map(value -> value instanceof Integer narrow
                        ? "0x%08x".formatted(narrow)
                        : "0x%016x".formatted(Long.parseLong((String) value)))
                .toList();
        return String.join(" ", texts);
    }
}
