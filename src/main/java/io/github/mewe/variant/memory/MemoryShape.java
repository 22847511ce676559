package io.github.mewe.variant.memory;

import io.github.mewe.ir.Expr;
import java.util.Optional;

/**
 * One way to replace a load or store by other accesses. They read or write the same bytes, and they trap in the same
 * cases, before anything is written. Each implementation argues in its Javadoc why.
 */
interface MemoryShape {

    /** The shape's name, which the manifest shows. */
    String name();

    /** The approximate number of instructions that it adds. */
    int cost();

    /**
     * Builds the replacement.
     *
     * @param access a load or a store whose operands are reachable
     * @param context random source and locals
     * @return the replacement; empty if the shape does not fit
     */
    Optional<Expr> apply(Expr access, ShapeContext context);
}
