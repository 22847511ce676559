package io.github.mewe.equivalence.derivation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionHandlersTest {
    private static final String DECLARATIONS = """
            (import "host" "one" (func $one (param i32) (result i32)))
            (import "host" "other" (func $other (param i32) (result i32)))
            (tag $a (param i32))
            (tag $b (param i32))
            (tag $pair (param i32 i64))
            """;

    private static boolean areEquivalent(String one, String other) {
        String wat = "(module " + DECLARATIONS + function("before", one) + function("after", other) + ")";
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(wat))) {
            CheckedBody before = CheckedBody.of(module.lift("before"));
            CheckedBody after = CheckedBody.of(module.lift("after"));
            var checker = new StepChecker(new UnknownModule(), true);
            boolean result = checker.check(before, after).isAccepted();
            assertEquals(result, checker.check(after, before).isAccepted(), "in both directions");
            return result;
        }
    }

    private static String function(String name, String body) {
        return "(func $%s (param $x i32) (result i32) (local $t i32) (local $wide i64) %s)".formatted(name, body);
    }

    /** Two bodies, separated by a line of dashes. */
    private static boolean areEquivalent(String pair) {
        String[] bodies = pair.split("---");
        assertEquals(2, bodies.length, "bodies");
        return areEquivalent(bodies[0], bodies[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other labels, and other arithmetic in the body and in the handler.
                """
                (block $h (result i32)
                  (return (try_table (result i32) (catch $a $h) (call $one (i32.mul (local.get $x) (i32.const 2))))))
                (i32.add (i32.const 1))
                ---
                (block $other (result i32)
                  (return (try_table (result i32) (catch $a $other) (call $one (i32.shl (local.get $x) (i32.const 1))))))
                (i32.sub (i32.const -1))
                """,
                // The handler receives two values in the same order.
                """
                (block $h (result i32 i64)
                  (return (try_table (result i32) (catch $pair $h) (call $one (local.get $x)))))
                (local.set $wide)
                (i32.add (i32.wrap_i64 (local.get $wide)))
                ---
                (block $h (result i32 i64)
                  (return (try_table (result i32) (catch $pair $h) (call $one (local.get $x)))))
                (local.set $wide)
                (local.set $t)
                (i32.add (i32.wrap_i64 (local.get $wide)) (local.get $t))
                """,
                // A local that the handler does not read.
                """
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $one (local.get $x)))))
                (local.get $x)
                ---
                (local.set $t (i32.const 5))
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $one (local.get $x)))))
                (local.get $x)
                """,
                // Nothing is thrown.
                """
                (block $h
                  (return (try_table (result i32) (catch_all $h) (i32.mul (local.get $x) (i32.const 3)))))
                (i32.const 7)
                ---
                (i32.add (local.get $x) (i32.shl (local.get $x) (i32.const 1)))
                """,
                // A tail call leaves the function before the callee throws.
                """
                (block $h
                  (try_table (catch_all $h) (return_call $one (local.get $x))))
                (i32.const 7)
                ---
                (return_call $one (local.get $x))
                """,
                // A clause after one for all exceptions applies to none.
                """
                (block $h
                  (drop (block $v (result i32)
                    (return (try_table (result i32) (catch_all $h) (catch $a $v) (call $one (local.get $x)))))))
                (i32.const 7)
                ---
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $one (local.get $x)))))
                (i32.const 7)
                """,
                // A legacy try.
                """
                (try (result i32)
                  (do (call $one (i32.mul (local.get $x) (i32.const 2))))
                  (catch $a (i32.add (i32.const 1)))
                  (catch_all (i32.const 5)))
                ---
                (try (result i32)
                  (do (call $one (i32.shl (local.get $x) (i32.const 1))))
                  (catch $a (i32.sub (i32.const -1)))
                  (catch_all (i32.const 5)))
                """,
                // Rethrowing by other labels.
                """
                (try $l (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all (drop (call $other (i32.mul (local.get $x) (i32.const 2)))) (rethrow $l)))
                ---
                (try $m (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all (drop (call $other (i32.shl (local.get $x) (i32.const 1)))) (rethrow $m)))
                """,
                // A handler to which an inner try delegates.
                """
                (try $l (result i32)
                  (do (try (result i32)
                    (do (try (result i32) (do (call $one (local.get $x))) (delegate $l)))
                    (catch_all (i32.const 1))))
                  (catch_all (i32.const 2)))
                ---
                (try $l (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all (i32.const 2)))
                """,
                // Delegation to the caller, past a handler.
                """
                (try $l (result i32)
                  (do (try (result i32) (do (call $one (local.get $x))) (delegate 1)))
                  (catch_all (i32.const 2)))
                ---
                (call $one (local.get $x))
                """
            })
    void acceptsBodiesWithTheSameHandlers(String pair) {
        assertEquals(true, areEquivalent(pair));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Another tag.
                """
                (block $h (result i32)
                  (return (try_table (result i32) (catch $a $h) (call $one (local.get $x)))))
                ---
                (block $h (result i32)
                  (return (try_table (result i32) (catch $b $h) (call $one (local.get $x)))))
                """,
                // Exchanged targets.
                """
                (block $h
                  (block $g
                    (return (try_table (result i32) (catch_all $h) (call $one (local.get $x)))))
                  (return (i32.const 1)))
                (i32.const 2)
                ---
                (block $h
                  (block $g
                    (return (try_table (result i32) (catch_all $g) (call $one (local.get $x)))))
                  (return (i32.const 1)))
                (i32.const 2)
                """,
                // Without the handler.
                """
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $one (local.get $x)))))
                (i32.const 2)
                ---
                (call $one (local.get $x))
                """,
                // The handler reads a local that is written before the call in one body, after it in the other.
                """
                (block $h
                  (return (try_table (result i32) (catch_all $h)
                    (local.set $t (i32.const 9))
                    (call $one (local.get $x)))))
                (local.get $t)
                ---
                (block $h
                  (return (try_table (result i32) (catch_all $h)
                    (call $one (local.get $x))
                    (local.set $t (i32.const 9)))))
                (local.get $t)
                """,
                // The handler ignores the value.
                """
                (block $h (result i32)
                  (return (try_table (result i32) (catch $a $h) (call $one (local.get $x)))))
                ---
                (block $h (result i32)
                  (return (try_table (result i32) (catch $a $h) (call $one (local.get $x)))))
                (drop)
                (i32.const 0)
                """,
                // The elements are exchanged.
                """
                (block $h (result i32 i64)
                  (return (try_table (result i32) (catch $pair $h) (call $one (local.get $x)))))
                (local.set $wide)
                ---
                (block $h (result i32 i64)
                  (return (try_table (result i32) (catch $pair $h) (call $one (local.get $x)))))
                (local.set $wide)
                (drop)
                (i32.wrap_i64 (local.get $wide))
                """,
                // The result of a call is used outside of the handlers, but the second call is inside.
                """
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $other (call $one (local.get $x))))))
                (i32.const 2)
                ---
                (local.set $t (call $one (local.get $x)))
                (block $h
                  (return (try_table (result i32) (catch_all $h) (call $other (local.get $t)))))
                (i32.const 2)
                """,
                // A tail call is not caught.
                """
                (block $h
                  (try_table (catch_all $h) (return_call $one (local.get $x))))
                (i32.const 7)
                ---
                (block $h
                  (try_table (catch_all $h) (return (call $one (local.get $x)))))
                (i32.const 7)
                """,
                // The order of clauses of legacy handlers.
                """
                (try (result i32)
                  (do (call $one (local.get $x)))
                  (catch $a (drop) (i32.const 1))
                  (catch $b (drop) (i32.const 2)))
                ---
                (try (result i32)
                  (do (call $one (local.get $x)))
                  (catch $a (drop) (i32.const 2))
                  (catch $b (drop) (i32.const 1)))
                """,
                // The outer exception instead of the inner one.
                """
                (try $l (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all
                    (try $m (result i32)
                      (do (call $other (local.get $x)))
                      (catch_all (rethrow $l)))))
                ---
                (try $l (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all
                    (try $m (result i32)
                      (do (call $other (local.get $x)))
                      (catch_all (rethrow $m)))))
                """,
                // Delegation past a handler.
                """
                (try $l (result i32)
                  (do (try (result i32)
                    (do (try (result i32) (do (call $one (local.get $x))) (delegate $l)))
                    (catch_all (i32.const 1))))
                  (catch_all (i32.const 2)))
                ---
                (try $l (result i32)
                  (do (try (result i32)
                    (do (call $one (local.get $x)))
                    (catch_all (i32.const 1))))
                  (catch_all (i32.const 2)))
                """,
                // Delegation to the caller.
                """
                (try $l (result i32)
                  (do (try (result i32) (do (call $one (local.get $x))) (delegate 1)))
                  (catch_all (i32.const 2)))
                ---
                (try $l (result i32)
                  (do (try (result i32) (do (call $one (local.get $x))) (delegate 0)))
                  (catch_all (i32.const 2)))
                """,
                // An exception of a handler is not caught by it.
                """
                (try $l (result i32)
                  (do (call $one (local.get $x)))
                  (catch_all (call $other (local.get $x))))
                ---
                (try $l (result i32)
                  (do (try (result i32)
                    (do (call $one (local.get $x)))
                    (catch_all (call $other (local.get $x)))))
                  (catch_all (call $other (local.get $x))))
                """
            })
    void rejectsBodiesWithOtherHandlers(String pair) {
        assertEquals(false, areEquivalent(pair));
    }
}
