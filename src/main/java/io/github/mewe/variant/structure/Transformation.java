package io.github.mewe.variant.structure;

import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.StrategyContext;
import java.util.List;
import java.util.Optional;

/** One structural change of a function. Each implementation argues in its Javadoc why it is sound. */
interface Transformation {

    /** The name that stands in the manifest. */
    String name();

    /** Whether the change adds locals, calls or activations, or moves what lives in locals. */
    boolean changesFrame();

    /**
     * Changes a function at one or more sites drawn at random.
     *
     * @return empty if there is no site
     */
    Optional<Outcome> apply(FunctionBody function, StrategyContext context);

    /**
     * What a transformation did.
     *
     * @param body the changed function
     * @param helper a new function that it calls, if any
     * @param sites the indices of the changed nodes in the body before, counted as a walk leaves them
     */
    record Outcome(FunctionBody body, Optional<FunctionBody> helper, List<Integer> sites) {
        /** Copies the list. */
        public Outcome {
            sites = List.copyOf(sites);
        }
    }
}
