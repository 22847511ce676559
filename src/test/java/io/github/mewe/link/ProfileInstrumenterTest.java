package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.profile.ProfileCounters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that instrumented modules count exactly. */
class ProfileInstrumenterTest {
    private static final String HASH = "00";

    /** The costs, in additions, of the instructions in the bodies below. */
    private static final int ADD = 1;

    private static final int BRANCH = 1;
    private static final int CALL = 8;
    private static final int LOAD = 3;
    private static final int UNKNOWN = 4;
    private static final int DIVISION = 15;

    @Test
    void countsRecursiveCallsAsDirectAndCallsOfExportsAsIndirect() {
        Running module = instrumented("""
                (module
                  (func $fib (export "fib") (param $n i32) (result i32)
                    (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
                      (then (local.get $n))
                      (else
                        (i32.add
                          (call $fib (i32.sub (local.get $n) (i32.const 1)))
                          (call $fib (i32.sub (local.get $n) (i32.const 2))))))))
                """);
        assertEquals(5, module.callInt("fib", 5));
        assertCounts(module, 0, 15, 1);
        int leaf = ADD + BRANCH;
        int inner = ADD + BRANCH + 2 * (ADD + CALL) + ADD;
        assertEquals(8 * leaf + 7 * inner, cost(module, 0));
    }

    @Test
    void countsEachIterationOfALoop() {
        Running module = instrumented("""
                (module
                  (func (export "sum") (param $n i32) (result i32) (local $sum i32)
                    (block $done
                      (loop $next
                        (br_if $done (i32.eqz (local.get $n)))
                        (local.set $sum (i32.add (local.get $sum) (local.get $n)))
                        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                        (br $next)))
                    (local.get $sum)))
                """);
        assertEquals(55, module.callInt("sum", 10));
        assertCounts(module, 0, 1, 1);
        assertEquals(11 * (ADD + BRANCH) + 10 * (ADD + ADD), cost(module, 0));
    }

    @Test
    void countsCallsThroughTablesAndReferencesAsIndirect() {
        Running module = instrumented("""
                (module
                  (type $t (func (result i32)))
                  (table funcref (elem $one $two))
                  (func $one (result i32) (i32.const 1))
                  (func $two (result i32) (i32.add (call $one) (i32.const 1)))
                  (func $alone (result i32) (call $one))
                  (func (export "call") (param i32) (result i32)
                    (drop (call $alone))
                    (call_indirect (type $t) (local.get 0))))
                """);
        assertEquals(1, module.callInt("call", 0));
        assertEquals(2, module.callInt("call", 1));
        assertEquals(2, module.callInt("call", 1));
        assertCounts(module, 0, 3 + 2 + 1, 1);
        assertCounts(module, 1, 2, 2);
        assertCounts(module, 2, 3, 0);
        assertCounts(module, 3, 3, 3);
    }

    @Test
    void countsTheStartAsIndirectAndNumbersImportsFirst() {
        byte[] input = WatModule.assemble("""
                (module
                  (import "none" "none" (func $unused))
                  (func $init (call $more))
                  (func $more)
                  (func (export "again") (call $init))
                  (start $init))
                """);
        // The engine would require the import.
        try (BinaryenModule module = BinaryenModule.open(input)) {
            new ProfileInstrumenter(module).instrument(HASH);
            assertEquals(Optional.empty(), module.validate());
            assertTrue(module.exports().has("mewe_indirect_1"));
            assertTrue(module.exports().has("mewe_calls_2"));
            assertTrue(
                    !module.exports().has("mewe_calls_0") && !module.exports().has("mewe_indirect_2"));
        }
        Running started = instrumented("""
                (module
                  (func $init (call $more))
                  (func $more)
                  (func (export "again") (call $init))
                  (start $init))
                """);
        assertCounts(started, 0, 1, 1);
        assertEquals("", started.call("again"));
        assertCounts(started, 0, 2, 1);
        assertCounts(started, 1, 2, 0);
        assertCounts(started, 2, 1, 1);
    }

    @Test
    void countsOnlyTheArmsThatRun() {
        Running module = instrumented("""
                (module
                  (memory 1)
                  (func (export "f") (param $x i32) (result i32)
                    (block $out
                      (if (local.get $x)
                        (then (drop (i32.load (i32.const 0))))
                        (else (br_if $out (i32.const 1))))
                      (drop (i32.load (i32.const 0)))
                      (drop (i32.load (i32.const 0))))
                    (i32.add (local.get $x) (i32.const 1))))
                """);
        module.callInt("f", 1);
        int taken = BRANCH + 3 * LOAD + ADD;
        assertEquals(taken, cost(module, 0));
        module.callInt("f", 0);
        assertEquals(taken + BRANCH + BRANCH + ADD, cost(module, 0));
    }

    @Test
    void doesNotCountCodeThatABranchTableSkips() {
        Running module = instrumented("""
                (module
                  (memory 1)
                  (func (export "f") (param $x i32)
                    (block $two
                      (block $one
                        (block $zero
                          (br_table $zero $one $two (local.get $x)))
                        (drop (i32.load (i32.const 0))))
                      (drop (i32.load (i32.const 0)))
                      (drop (i32.load (i32.const 0))))))
                """);
        double before = 0;
        for (int x = 0; x < 3; x++) {
            module.call("f", x);
            int loads = x == 0 ? 3 : x == 1 ? 2 : 0;
            assertEquals(before + 4 + loads * LOAD, cost(module, 0));
            before = cost(module, 0);
        }
    }

    @Test
    void doesNotCountTheCodeAfterAnEarlyReturn() {
        Running module = instrumented("""
                (module
                  (memory 1)
                  (func (export "f") (param $x i32)
                    (if (local.get $x) (then (return)))
                    (drop (i32.load (i32.const 0)))))
                """);
        module.call("f", 1);
        assertEquals(BRANCH, cost(module, 0));
        module.call("f", 0);
        assertEquals(BRANCH + BRANCH + LOAD, cost(module, 0));
    }

    @Test
    void countsLegacyHandlersSeparately() {
        String text = WatModule.function(WatModule.text(instrument("""
                        (module
                          (memory 1)
                          (tag $tag (param i32))
                          (func $f (export "f") (result i32) (local $x i32)
                            (try
                              (do (drop (i32.load (i32.const 0))))
                              (catch $tag
                                (local.set $x (pop i32))
                                (drop (i32.div_u (i32.const 1) (local.get $x)))))
                            (i32.add (local.get $x) (i32.const 1))))
                        """)), "f$body");
        int trying = text.indexOf("(i64.const " + (LOAD + ADD + UNKNOWN) * ProfileCounters.UNITS + ")");
        int handling = text.indexOf("(i64.const " + DIVISION * ProfileCounters.UNITS + ")");
        assertTrue(trying > 0 && trying < text.indexOf("(try"), text);
        assertTrue(handling > text.indexOf("(pop i32)") && handling > text.indexOf("(catch "), text);
    }

    @Test
    void keepsTailCalls() {
        String text = WatModule.text(instrument("""
                (module
                  (func $down (export "down") (param $n i32) (result i32)
                    (if (i32.eqz (local.get $n)) (then (return (i32.const 7))))
                    (return_call $down (i32.sub (local.get $n) (i32.const 1)))))
                """));
        assertTrue(WatModule.function(text, "down").contains("(return_call $down$body"), text);
        assertTrue(WatModule.function(text, "down$body").contains("(return_call $down$body"), text);
    }

    @Test
    void keepsTheBehaviourOfTheModule() {
        byte[] sample = Modules.sample();
        assertEquals(
                Running.of(sample).observeSample(),
                Running.of(instrumentBytes(sample)).observeSample());
    }

    @Test
    void avoidsNamesInUse() {
        Running module = instrumented("""
                (module
                  (global $mewe_calls_0 i32 (i32.const 3))
                  (func $f (export "f") (result i32) (i32.add (call $f$body) (global.get $mewe_calls_0)))
                  (func $f$body (result i32) (i32.const 4)))
                """);
        assertEquals(7, module.callInt("f"));
        assertCounts(module, 0, 1, 1);
        assertCounts(module, 1, 1, 0);
    }

    @Test
    void rejectsAnInstrumentedModule() {
        byte[] once = instrumentBytes(Modules.sample());
        String message =
                assertThrows(LinkException.class, () -> instrumentBytes(once)).getMessage();
        assertTrue(message.contains("instrumented already"), message);
    }

    private static void assertCounts(Running module, int function, long calls, long indirect) {
        assertEquals(calls, module.global(ProfileCounters.CALLS + function), "calls of " + function);
        assertEquals(indirect, module.global(ProfileCounters.INDIRECT + function), "indirect calls of " + function);
    }

    private static double cost(Running module, int function) {
        return module.global(ProfileCounters.COST + function) / (double) ProfileCounters.UNITS;
    }

    private static Running instrumented(String wat) {
        return Running.of(instrument(wat));
    }

    private static byte[] instrument(String wat) {
        return instrumentBytes(WatModule.assemble(wat));
    }

    private static byte[] instrumentBytes(byte[] input) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            new ProfileInstrumenter(module).instrument(HASH);
            assertEquals(Optional.empty(), module.validate());
            return module.write();
        }
    }
}
