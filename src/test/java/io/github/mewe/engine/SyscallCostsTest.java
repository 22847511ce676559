package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.profile.FunctionLoad;
import io.github.mewe.profile.Workload;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the estimated cost of the system calls of a small program. */
class SyscallCostsTest {
    private static final String WAT = """
            (module
              (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
              (import "env" "unknown" (func $unknown))
              (func $outer (drop (call $wrapper)))
              (func $wrapper (result i32) (call $yield))
              (func $alone (call $unknown))
              (export "outer" (func $outer))
              (export "alone" (func $alone)))
            """;

    private static Workload added(Workload workload) {
        byte[] binary = WatModule.assemble(WAT);
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            return SyscallCosts.addedTo(workload, new ModuleSource(module, binary), module);
        }
    }

    @Test
    void systemCallsTakeTimeAndOtherImportsAreUnknown() {
        FunctionLoad none = FunctionLoad.NONE;
        Workload silent = added(new Workload(List.of(none, none, new FunctionLoad(9, 9, 90)), true));
        assertEquals(0, silent.hostCost());
        Workload once = added(new Workload(List.of(none, new FunctionLoad(1, 1, 10), none), true));
        assertTrue(once.hostCost() >= 1000, "too cheap: " + once.hostCost());
        assertEquals(10 + once.hostCost(), once.costWithHost());
        Workload thrice = added(new Workload(List.of(none, new FunctionLoad(3, 3, 30), none), true));
        assertEquals(3 * once.hostCost(), thrice.hostCost());
    }

    @Test
    void callersOfSystemCallsTolerateLatency() {
        List<FunctionLoad> loads = List.of(FunctionLoad.NONE, FunctionLoad.NONE, FunctionLoad.NONE);
        assertEquals(Set.of(0, 1), added(new Workload(loads, false)).structure().latencyTolerant());
        assertEquals(
                Set.of(),
                added(new Workload(loads, true)).structure().latencyTolerant(),
                "a recorded profile tells costs itself");
    }
}
