package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.FunctionBody;
import java.util.List;

/**
 * A body with its helpers.
 *
 * @param body the body; it has the name of the original function
 * @param helpers functions that only the body and its helpers call, under names that no function of the module has
 */
public record CheckedBody(FunctionBody body, List<FunctionBody> helpers) {
    /** Copies the list. */
    public CheckedBody {
        helpers = List.copyOf(helpers);
    }

    /** A body without helpers. */
    public static CheckedBody of(FunctionBody body) {
        return new CheckedBody(body, List.of());
    }
}
