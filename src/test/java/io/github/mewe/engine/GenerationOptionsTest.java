package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mewe.variant.VariantBudget;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GenerationOptionsTest {
    private static final VariantBudget WHOLE = new VariantBudget(3, 2.5, 1.2, Optional.empty());

    @Test
    void theBudgetIsReadAsItWasDescribed() {
        for (VariantBudget budget :
                List.of(WHOLE, WHOLE.withCoverage(0.94), new VariantBudget(4, 8, 1.3, Optional.empty(), true, 1))) {
            assertEquals(budget, GenerationOptions.budget(described(budget)));
        }
    }

    @Test
    void aWholeCoverageIsNotDescribedBecauseSeedsDeriveFromTheDescription() {
        assertFalse(described(WHOLE).containsKey("budget/coverage"));
    }

    private static TreeMap<String, String> described(VariantBudget budget) {
        var parameters = new TreeMap<String, String>();
        new GenerationOptions(budget, NameFilter.all(), List.of(), Optional.empty(), List.of(), Optional.empty())
                .describe(parameters);
        return parameters;
    }
}
