package io.github.mewe.link;

import io.github.mewe.ir.Expr;

/** The end of a dispatcher: the call of the body that was chosen. */
interface HandOver {
    /**
     * Builds the call.
     *
     * @param dispatcher the dispatcher
     * @param choice gives the place of the chosen body in the dispatcher's list, an i32
     */
    Expr to(Dispatcher dispatcher, Expr choice);

    /**
     * Builds the call for a choice that may not be made yet.
     *
     * @param dispatcher the dispatcher
     * @param choice likewise; below zero if there is none yet; it is evaluated up to twice
     * @param unmade what is done then; it ends the dispatcher
     */
    Expr to(Dispatcher dispatcher, Expr choice, Expr unmade);
}
