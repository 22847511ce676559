package io.github.mewe.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.fixture.Modules;
import io.github.mewe.harden.FrameFacts.Frame;
import io.github.mewe.harden.FrameFacts.NoFrame;
import io.github.mewe.harden.FrameFacts.NotUnderstood;
import io.github.mewe.wasm.ValueType;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameAnalysisTest {
    private static final String PROLOGUE = "(global.set $sp (local.tee $fp (i32.sub (global.get $sp) (i32.const 32))))";
    private static final String EPILOGUE = "(global.set $sp (i32.add (local.get $fp) (i32.const 32)))";

    @BeforeAll
    static void loadNativeLibrary(@TempDir Path directory) {
        BinaryenModule.loadNativeLibrary(directory);
    }

    private static FrameFacts facts(String body) {
        byte[] module = Modules.of("(module (memory 1) (global $sp (mut i32) (i32.const 4096))"
                + " (global $other (mut i32) (i32.const 0))"
                + " (func $callee (param i32)) (func $same (param i32) (result i32) (local.get 0))"
                + " (func $f (param $p i32) (result i32) (local $fp i32) (local $x i32) " + body + "))");
        return DeepThread.call(() -> {
            try (BinaryenModule open = BinaryenModule.open(module)) {
                return FrameAnalysis.of(
                        open.lift(open.definedFunctions().get(2)),
                        new StackPointer(open.globals().get(0).name(), ValueType.I32),
                        open.definedFunctions().get(1)::equals);
            }
        });
    }

    private static Frame frame(String body) {
        return assertInstanceOf(Frame.class, facts(body));
    }

    private static void isNotUnderstood(String reason, String body) {
        assertEquals(reason, assertInstanceOf(NotUnderstood.class, facts(body)).reason());
    }

    @Test
    void findsPrologueAndEpilogue() {
        Frame frame = frame(PROLOGUE + "(call $callee (local.get $fp))" + EPILOGUE + "(i32.const 1)");
        assertEquals("{0}", frame.entryReads().toString());
        assertEquals("{1}", frame.lowerings().toString());
        assertEquals("{2}", frame.restoringWrites().toString());
        assertEquals("{2}", frame.checks().toString());
        assertTrue(frame.isGuardable());
    }

    @Test
    void hasNoFrameWithoutTheStackPointer() {
        assertInstanceOf(NoFrame.class, facts("(global.set $other (i32.const 1)) (local.get $p)"));
    }

    @Test
    void understandsLeavesThatDoNotMoveTheStackPointer() {
        Frame frame = frame("(local.set $fp (i32.sub (global.get $sp) (i32.const 16)))"
                + "(i32.store offset=12 (local.get $fp) (local.get $p)) (i32.load offset=12 (local.get $fp))");
        assertEquals("{0}", frame.entryReads().toString());
        assertTrue(frame.lowerings().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            early return          | (if (local.get $p) (then (return (i32.const 0)))) PRO EPI (i32.const 1)
            two epilogues         | PRO (if (local.get $p) (then EPI (return (i32.const 0)))) EPI (i32.const 1)
            trap inside           | PRO (if (local.get $p) (then (unreachable))) EPI (i32.const 1)
            loop inside           | PRO (loop $l (call $callee (local.get $fp)) (br_if $l (local.get $p))) EPI (i32.const 1)
            variable-length array | PRO (global.set $sp (i32.sub (global.get $sp) (i32.and (local.get $p) (i32.const -16)))) EPI (i32.const 1)
            aligned frame         | (local.set $x (global.get $sp)) (global.set $sp (local.tee $fp (i32.and (i32.sub (local.get $x) (i32.const 32)) (i32.const -64)))) (call $callee (local.get $fp)) (global.set $sp (local.get $x)) (i32.const 1)
            stack overflow check  | (if (i32.lt_u (local.tee $fp (i32.sub (global.get $sp) (i32.const 32))) (i32.const 64)) (then (unreachable))) (global.set $sp (local.get $fp)) EPI (i32.const 1)
            own addresses escape  | PRO (i32.store (local.get $p) (i32.add (local.get $fp) (i32.const 8))) EPI (i32.const 1)
            end of the frame      | PRO (local.set $x (i32.add (local.get $fp) (i32.const 32))) (loop $l (i32.store8 (local.tee $x (i32.sub (local.get $x) (i32.const 1))) (i32.const 0)) (br_if $l (local.get $p))) EPI (i32.const 1)
            result of memset      | (local.set $fp (call $same (local.tee $x (i32.sub (global.get $sp) (i32.const 32))))) (global.set $sp (local.get $fp)) EPI (i32.const 1)
            reused local          | (local.set $fp (i32.const 9)) (call $callee (local.get $fp)) PRO EPI (local.set $fp (i32.const 3)) (local.get $fp)
            """)
    void understands(String what, String body) {
        frame(body.replace("PRO", PROLOGUE).replace("EPI", EPILOGUE));
    }

    @Test
    void rejectsFunctionsThatReturnTheStackPointer() {
        isNotUnderstood("uses the stack pointer of its caller as a value", "(global.get $sp)");
        isNotUnderstood(
                "uses the stack pointer of its caller as a value",
                "(local.set $x (global.get $sp)) (call $callee (local.get $x)) (i32.const 0)");
    }

    @Test
    void rejectsFunctionsThatMoveTheStackPointerForTheirCaller() {
        isNotUnderstood(
                "returns with another stack pointer than it was called with",
                "(global.set $sp (local.tee $fp (i32.sub (global.get $sp) (local.get $p)))) (local.get $fp)");
        isNotUnderstood(
                "sets the stack pointer without having read it", "(global.set $sp (local.get $p)) (i32.const 0)");
        isNotUnderstood(
                "returns with another stack pointer than it was called with",
                PROLOGUE + "(if (local.get $p) (then (return (i32.const 0))))" + EPILOGUE + "(i32.const 1)");
    }

    @Test
    void rejectsFunctionsThatReadArgumentsFromTheStack() {
        isNotUnderstood(
                "accesses its caller's frame",
                PROLOGUE + "(local.set $x (i32.load offset=40 (local.get $fp)))" + EPILOGUE + "(local.get $x)");
        isNotUnderstood("accesses its caller's frame", "(i32.load offset=8 (global.get $sp))");
    }

    @Test
    void rejectsReadsAtALevelThatDependsOnThePath() {
        isNotUnderstood(
                "reads the stack pointer where its level depends on the path",
                "(local.set $fp (i32.sub (global.get $sp) (i32.const 32)))"
                        + "(if (local.get $p) (then (global.set $sp (local.get $fp))))"
                        + "(call $callee (i32.sub (global.get $sp) (i32.const 4)))" + EPILOGUE + "(i32.const 1)");
    }

    @Test
    void rejectsAStackPointerThatALocalHoldsOnSomePathsOnly() {
        isNotUnderstood(
                "keeps the stack pointer of its caller in a local on some paths only",
                "(if (local.get $p) (then (local.set $x (global.get $sp)))) (local.get $x)");
    }
}
