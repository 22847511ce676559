package io.github.mewe.variant.memory;

import io.github.mewe.ir.Expr;
import java.util.Optional;

/**
 * One way to make other accesses of a load or a store: they read or write the same bytes, and trap in the same cases
 * before anything is written. Each implementation argues in its Javadoc why.
 */
interface MemoryShape {

    /** The shape's name. */
    String name();

    /** About how many instructions it adds. */
    int cost();

    /**
     * Makes the other accesses.
     *
     * @param access a load or a store whose operands are reachable
     * @param site random source and locals
     * @return what stands in its place; empty if the shape does not fit
     */
    Optional<Expr> apply(Expr access, Site site);
}
