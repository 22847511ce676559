package io.github.mewe.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.execution.GlueStubs.Answer;
import io.github.mewe.fixture.WatModule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlueStubsTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
              (import "env" "_emscripten_memcpy_js" (func $copy (param i32 i32 i32)))
              (import "env" "invoke_iii" (func $invoke (param i32 i32 i32) (result i32)))
              (import "env" "abort" (func $abort))
              (import "wbg" "__wbg_done_298b57d23c0fc80c" (func $done (param i32) (result i32)))
              (import "wbg" "__wbindgen_throw" (func $throw (param i32 i32)))
              (memory (export "memory") 1 4)
              (data (i32.const 0) "abcd")
              (table 2 funcref)
              (elem (i32.const 1) $sub)
              (func $sub (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
              (func (export "resize") (param i32) (result i32)
                (i32.add (i32.mul (call $resize (local.get 0)) (i32.const 100)) (memory.size)))
              (func (export "copy") (result i32)
                (call $copy (i32.const 100) (i32.const 0) (i32.const 4))
                (i32.load (i32.const 100)))
              (func (export "invoke") (param i32) (result i32)
                (call $invoke (local.get 0) (i32.const 9) (i32.const 4)))
              (func (export "abort") (call $abort))
              (func (export "throw") (call $throw (i32.const 0) (i32.const 4)))
              (func (export "count") (result i32)
                (local $n i32)
                (block $out
                  (loop $next
                    (br_if $out (call $done (local.get $n)))
                    (local.set $n (i32.add (local.get $n) (i32.const 1)))
                    (br $next)))
                (local.get $n)))
            """);

    private static CallOutcome call(EndiveEngine engine, String export, long... arguments) {
        try (PreparedModule module = engine.withStubs().prepare(MODULE, "program");
                RunningModule running = module.instantiate(RunEnvironment.DEFAULT)) {
            return running.call(export, arguments);
        }
    }

    private static CallOutcome returned(int number) {
        return new CallOutcome.Returned(List.of(new Value(io.github.mewe.wasm.ValueType.I32, number & 0xFFFF_FFFFL)));
    }

    @Test
    void doWhatTheGlueDoes() {
        for (EndiveEngine engine : List.of(EndiveEngine.compiling(), EndiveEngine.interpreting())) {
            assertEquals(returned(103), call(engine, "resize", 3 << 16));
            assertEquals(returned(101), call(engine, "resize", 4096));
            assertEquals(returned(1), call(engine, "resize", 5 << 16));
            assertEquals(returned(0x64636261), call(engine, "copy"));
            assertEquals(returned(5), call(engine, "invoke", 1));
            assertEquals(TrapKind.NO_FUNCTION, ((CallOutcome.Trapped) call(engine, "invoke", 0)).kind());
            assertEquals(TrapKind.NO_FUNCTION, ((CallOutcome.Trapped) call(engine, "invoke", 2)).kind());
            assertEquals(TrapKind.UNREACHABLE, ((CallOutcome.Trapped) call(engine, "abort")).kind());
            assertEquals(new CallOutcome.Returned(List.of()), call(engine, "throw"));
        }
    }

    @Test
    void iterationsEnd() {
        assertEquals(call(EndiveEngine.compiling(), "count"), call(EndiveEngine.interpreting(), "count"));
    }

    @ParameterizedTest
    @CsvSource({
        "__wbindgen_is_undefined, TRUTH",
        "__wbg_instanceof_Uint8Array_2b3bbecd033d19f6, TRUTH",
        "__wbg_length_c20a40f15020d68a, COUNT",
        "__wbg_new_28c511d9baebfa89, HANDLE",
        "_emval_new_object, HANDLE",
        "fopen, NUMBER"
    })
    void answersFollowFromNames(String name, Answer answer) {
        assertEquals(answer, GlueStubs.answer(name));
    }
}
