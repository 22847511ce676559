package io.github.mewe.equivalence.isolation;

import io.github.mewe.equivalence.concolic.ConcolicInterpreter;
import io.github.mewe.equivalence.harness.TestInstance;
import io.github.mewe.equivalence.harness.TestModule;
import java.util.List;

/**
 * A group in an instantiated test module.
 *
 * @param bodies the original, then the variants in the order of the group
 */
record PreparedGroup(
        VariantGroup group, TestInstance instance, ConcolicInterpreter interpreter, List<TestModule.Body> bodies) {
    TestModule.Body original() {
        return bodies.get(0);
    }

    TestModule.Body variant(int number) {
        return bodies.get(number + 1);
    }
}
