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
}
