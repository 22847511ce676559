package io.github.mewe.link;

import io.github.mewe.ir.Expr;

/** Builds the end of a dispatcher: the call of the chosen body. */
interface BodyCall {
    /**
     * Builds the call.
     *
     * @param dispatcher the dispatcher
     * @param choice the index of the chosen body in the dispatcher's list, an i32
     */
    Expr build(Dispatcher dispatcher, Expr choice);

    /**
     * Builds the call if there may be no choice yet.
     *
     * @param dispatcher the dispatcher
     * @param choice the index, or a negative number if there is no choice yet; evaluated up to twice
     * @param unmade the code that runs if there is no choice yet; it ends the dispatcher
     */
    Expr build(Dispatcher dispatcher, Expr choice, Expr unmade);
}
