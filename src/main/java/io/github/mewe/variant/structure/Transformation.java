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
     * @param helpers new functions that it calls, which may call each other; their names are those of
     *     {@link HelperNames}, and are settled by the strategy
     * @param sites the indices of the changed nodes in the body before, counted as a walk leaves them
     */
    record Outcome(FunctionBody body, List<FunctionBody> helpers, List<Integer> sites) {
        /** Copies the lists. */
        public Outcome {
            helpers = List.copyOf(helpers);
            sites = List.copyOf(sites);
        }
    }
}
