package io.github.mewe.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.FunctionBody;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocatorCodeTest {
    private static final String MOVES =
            "(drop (call $malloc (local.get $n))) (call $free (local.get $p)) (local.get $n)";

    @BeforeAll
    static void loadNativeLibrary(@TempDir Path directory) {
        BinaryenModule.loadNativeLibrary(directory);
    }

    /** Applies a check to a function with two parameters and to the names of malloc and free. */
    private static <T> T of(String body, BiFunction<FunctionBody, List<String>, T> check) {
        byte[] module = Modules.of("(module (memory 1)"
                + " (func $malloc (param i32) (result i32) (i32.load (local.get 0)))"
                + " (func $free (param i32) (i32.store (local.get 0) (i32.const 0)))"
                + " (func $swap (param i32 i32) (result i32) (i32.sub (local.get 1) (local.get 0)))"
                + " (func $f (param $p i32) (param $n i32) (result i32) " + body + "))");
        return DeepThread.call(() -> {
            try (BinaryenModule open = BinaryenModule.open(module)) {
                List<String> names = open.definedFunctions();
                return check.apply(open.lift(names.get(3)), names);
            }
        });
    }

    private static boolean isRealloc(String body) {
        return of(body, (function, names) -> AllocatorCode.isRealloc(function, names.get(0), names.get(1)));
    }

    private static boolean isForwarder(String body) {
        return of(body, (function, names) -> AllocatorCode.forwarded(function).equals(Optional.of(names.get(2))));
    }

    @Test
    void recognisesReallocInTheFormsOfCompilers() {
        assertTrue(isRealloc("(if (i32.eqz (local.get $p)) (then (return (call $malloc (local.get $n)))))" + MOVES));
        assertTrue(
                isRealloc("(block $kept (br_if $kept (local.get $p)) (return (call $malloc (local.get $n))))" + MOVES));
        assertTrue(isRealloc(
                "(if (result i32) (local.get $p) (then " + MOVES + ") (else (call $malloc (local.get $n))))"));
    }

    @Test
    void doesNotTakeOtherFunctionsForRealloc() {
        String begins = "(if (i32.eqz (local.get $p)) (then (return (call $malloc (local.get $n)))))";
        assertFalse(isRealloc(begins + "(call $malloc (local.get $n))"), "frees nothing");
        assertFalse(
                isRealloc(begins + "(call $free (local.get $n)) (call $malloc (local.get $n))"),
                "frees something else");
        assertFalse(
                isRealloc(begins + "(if (i32.eqz (local.get $n)) (then (call $free (local.get $p))"
                        + " (return (i32.const 0))))" + MOVES),
                "frees the block if the size is 0");
        assertFalse(
                isRealloc("(if (i32.le_u (local.get $p) (i32.const 8)) (then (return (call $malloc (local.get $n)))))"
                        + MOVES),
                "memalign");
        assertFalse(
                isRealloc("(if (i32.eqz (local.get $p)) (then (return (call $malloc (local.get $p)))))" + MOVES),
                "another size");
        assertFalse(isRealloc("(if (i32.eqz (local.get $n)) (then (return (i32.const 0))))" + begins + MOVES));
    }

    @Test
    void findsWhereAFunctionForwards() {
        assertTrue(isForwarder("(call $swap (local.get $p) (local.get $n))"));
        assertTrue(isForwarder("(return (call $swap (local.get $p) (local.get $n)))"));
        assertFalse(isForwarder("(call $swap (local.get $n) (local.get $p))"));
        assertFalse(isForwarder("(i32.eqz (call $swap (local.get $p) (local.get $n)))"));
        assertEquals(Optional.empty(), of("(unreachable)", (function, names) -> AllocatorCode.forwarded(function)));
    }
}
