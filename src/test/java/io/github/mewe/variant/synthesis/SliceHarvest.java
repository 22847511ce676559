package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import java.util.HashMap;
import java.util.Map;

/** Collects the distinct slices of functions, with how often each was met. */
public final class SliceHarvest {
    private static final int[] OPERATIONS = {16, 5, 3, 2, 1};

    private final Map<Formula, Integer> counts = new HashMap<>();

    /** Adds the slices of a function at every node, of several sizes. */
    public void add(FunctionBody function) {
        new SliceWalk() {
            @Override
            protected Expr visit(Expr expr) {
                for (int most : OPERATIONS) {
                    Slice.at(expr, definitions(), most).ifPresent(slice -> {
                        Canonical canonical = Canonical.of(slice.formula());
                        counts.merge(canonical.general(), 1, Integer::sum);
                    });
                }
                return walkChildren(expr);
            }
        }.walk(function.root());
    }

    /** The slices, with constants for which any may stand, and their numbers. */
    public Map<Formula, Integer> counts() {
        return Map.copyOf(counts);
    }
}
