package io.github.mewe.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.ir.ExprStatistics;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VariantBudgetTest {
    private static final int SMALL = 32 << 10;
    private static final VariantBudget AUTO = new VariantBudget(4, 8, 1.3, Optional.empty(), true, 1);
    private static final VariantBudget FIXED = new VariantBudget(4, 8, 1.3, Optional.empty());

    @Test
    void shortFunctionsOfSmallModulesGetMoreVariants() {
        assertEquals(31, AUTO.variantsOf(new ExprStatistics(20, 50), SMALL));
        assertEquals(15, AUTO.variantsOf(new ExprStatistics(80, 200), SMALL));
        assertEquals(4, AUTO.variantsOf(new ExprStatistics(800, 2000), SMALL));
    }

    @Test
    void functionsWithLittleToVaryDoNot() {
        assertEquals(4, AUTO.variantsOf(new ExprStatistics(6, 12), SMALL));
    }

    @Test
    void largerModulesHaveOneLimitForAllFunctions() {
        assertEquals(4, AUTO.variantsOf(new ExprStatistics(20, 50), SMALL + 1));
        assertEquals(8L * (SMALL + 1), AUTO.maxCodeBytes(SMALL + 1));
    }

    @Test
    void largeModulesGetHalfTheVariants() {
        int large = 1 << 20;
        assertEquals(4, AUTO.usualVariants(large - 1));
        assertEquals(2, AUTO.usualVariants(large));
        assertEquals(2, AUTO.variantsOf(new ExprStatistics(800, 2000), large));
        assertEquals((long) (4.5 * large), AUTO.maxCodeBytes(large));
        assertEquals(6, new GenerationLimits(AUTO, any -> 1.3, 3).variantsOf(new ExprStatistics(800, 2000), large));
        assertEquals(4, FIXED.usualVariants(large));
        assertEquals(8L * large, FIXED.maxCodeBytes(large));
    }

    @Test
    void explicitLimitsHoldForSmallModules() {
        assertEquals(4, FIXED.variantsOf(new ExprStatistics(20, 50), SMALL));
        assertEquals(8000, FIXED.maxCodeBytes(1000));
    }

    @Test
    void theBinariesOfAPopulationShareTheAdditionalVariants() {
        var limits = new GenerationLimits(AUTO, any -> 1.3, 3);
        assertEquals(31, limits.variantsOf(new ExprStatistics(20, 50), SMALL));
        assertEquals(12, limits.variantsOf(new ExprStatistics(800, 2000), SMALL));
    }

    @Test
    void smallModulesMayGrowToAFixedSize() {
        assertEquals(128 << 10, AUTO.maxCodeBytes(1000));
        assertEquals(8L * 20_000, AUTO.maxCodeBytes(20_000));
    }
}
