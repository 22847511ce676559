package io.github.mewe.equivalence.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VariantProverTest {
    private static final String BINARY = "(param $a i32) (param $b i32) (result i32)";
    private static final ProofLimits PATIENT = ProofLimits.DEFAULT.withSolving(Duration.ofMinutes(10));

    private static BodyPair pair(String type, String one, String two) {
        return new BodyPair(type, one, two, "");
    }

    private static void assertProved(BodyPair pair) {
        assertEquals(new Proof.Proved(), pair.prove(PATIENT));
    }

    /** Executing both bodies must confirm the counterexample. */
    private static Counterexample assertRefuted(BodyPair pair) {
        Proof proof = pair.prove(PATIENT);
        Counterexample found =
                assertInstanceOf(Proof.Refuted.class, proof, proof::toString).counterexample();
        assertNotEquals(pair.execute("one", found), pair.execute("two", found), found::toString);
        return found;
    }

    private static String assertUnknown(BodyPair pair) {
        Proof proof = pair.prove(PATIENT);
        return assertInstanceOf(Proof.Unknown.class, proof, proof::toString).reason();
    }

    @Test
    void provesMixedBooleanArithmetic() {
        assertProved(pair(
                BINARY,
                "(i32.add (local.get $a) (local.get $b))",
                "(i32.add (i32.xor (local.get $a) (local.get $b))"
                        + " (i32.shl (i32.and (local.get $a) (local.get $b)) (i32.const 1)))"));
    }

    @Test
    void provesSplitLoadsAndStores() {
        assertProved(pair(
                "(param $p i32) (result i32)",
                "(i32.store offset=8 (local.get $p) (i32.load offset=4 (local.get $p)))"
                        + "(i32.load offset=8 (local.get $p))",
                "(local $v i32) (local.set $v (i32.or"
                        + " (i32.shl (i32.load16_u offset=6 align=1 (local.get $p)) (i32.const 16))"
                        + " (i32.load16_u offset=4 align=1 (local.get $p))))"
                        + "(i32.store16 offset=10 (local.get $p) (i32.shr_u (local.get $v) (i32.const 16)))"
                        + "(i32.store16 offset=8 (local.get $p) (local.get $v))"
                        + "(local.get $v)"));
    }

    @Test
    void refutesAStoreSplitWithTheLowerHalfFirst() {
        Counterexample found = assertRefuted(pair(
                "(param $p i32) (param $v i32)",
                "(i32.store (local.get $p) (local.get $v))",
                "(i32.store16 (local.get $p) (local.get $v))"
                        + "(i32.store16 offset=2 (local.get $p) (i32.shr_u (local.get $v) (i32.const 16)))"));
        assertTrue(found.exact());
        assertTrue(found.original().startsWith("traps: out of bounds memory access, memory 0 ["), found::original);
    }

    @Test
    void provesAnInvertedIf() {
        assertProved(pair(
                BINARY,
                "(if (result i32) (i32.lt_s (local.get $a) (local.get $b))"
                        + " (then (i32.div_s (local.get $a) (local.get $b))) (else (i32.load (local.get $b))))",
                "(if (result i32) (i32.ge_s (local.get $a) (local.get $b))"
                        + " (then (i32.load (local.get $b))) (else (i32.div_s (local.get $a) (local.get $b))))"));
    }

    @Test
    void provesABranchTableWrittenAsComparisons() {
        assertProved(pair(
                BINARY,
                "(block $d (block $c (block $b1 (block $a1 (br_table $a1 $b1 $a1 $c $d (local.get $a)))"
                        + " (return (i32.const 10))) (return (local.get $b))) (return (i32.const 30)))"
                        + " (i32.mul (local.get $b) (i32.const 5))",
                "(if (i32.eqz (i32.and (local.get $a) (i32.const -3))) (then (return (i32.const 10))))"
                        + "(if (i32.eq (local.get $a) (i32.const 1)) (then (return (local.get $b))))"
                        + "(if (i32.eq (local.get $a) (i32.const 3)) (then (return (i32.const 30))))"
                        + "(i32.add (i32.shl (local.get $b) (i32.const 2)) (local.get $b))"));
    }

    @Test
    void refutesABranchTableWithAnotherDefault() {
        assertRefuted(pair(
                BINARY,
                "(block $d (block $c (br_table $c $d (local.get $a))) (return (i32.const 10))) (local.get $b)",
                "(if (i32.ge_u (local.get $a) (i32.const 1)) (then (return (i32.const 10)))) (local.get $b)"));
    }

    @Test
    void provesReorderedPureCode() {
        assertProved(pair(
                BINARY,
                "(local $x i32) (local $y i32)"
                        + "(local.set $x (i32.mul (local.get $a) (i32.const 9)))"
                        + "(local.set $y (i32.rotl (local.get $b) (local.get $a)))"
                        + "(global.set $g (local.get $x)) (i32.sub (local.get $x) (local.get $y))",
                "(local $x i32) (local $y i32)"
                        + "(local.set $y (i32.rotr (local.get $b) (i32.sub (i32.const 0) (local.get $a))))"
                        + "(local.set $x (i32.add (i32.shl (local.get $a) (i32.const 3)) (local.get $a)))"
                        + "(global.set $g (local.get $x)) (i32.sub (local.get $x) (local.get $y))"));
    }

    @Test
    void provesAFunctionThatIsSplitIntoHelpers() {
        assertProved(new BodyPair(
                BINARY,
                "(i32.store (local.get $a) (local.get $b))"
                        + "(i32.add (i32.load (local.get $a)) (i32.div_u (local.get $a) (local.get $b)))",
                "(call $helper1 (local.get $b) (local.get $a))"
                        + "(i32.add (local.get $b) (call $helper2 (local.get $a) (local.get $b)))",
                "(func $helper1 (param i32 i32) (i32.store (local.get 1) (local.get 0)))"
                        + "(func $helper2 (param i32 i32) (result i32)"
                        + " (i32.div_u (local.get 0) (local.get 1)))"));
    }

    @Test
    void refutesAHelperWithSwappedArguments() {
        assertRefuted(new BodyPair(
                BINARY,
                "(i32.sub (local.get $a) (local.get $b))",
                "(call $helper1 (local.get $b) (local.get $a))",
                "(func $helper1 (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))"));
    }

    @Test
    void provesAnInlinedCallee() {
        String callee = "(func $callee (param i32) (result i32)"
                + " (i32.add (call $host (local.get 0) (i32.const 1)) (global.get $g)))";
        assertProved(new BodyPair(
                BINARY,
                "(i32.mul (call $callee (local.get $a)) (call $callee (local.get $b)))",
                "(local $x i32) (local.set $x"
                        + " (i32.add (call $host (local.get $a) (i32.const 1)) (global.get $g)))"
                        + "(i32.mul (local.get $x) (call $callee (local.get $b)))",
                callee));
    }

    @Test
    void provesMergedCallees() {
        String callees = "(func $c1 (param i32) (result i32) (i32.add (local.get 0) (i32.const 3)))"
                + "(func $c2 (param i32) (result i32) (i32.load (local.get 0)))"
                + "(func $helper (param i32 i32) (result i32)"
                + " (if (result i32) (local.get 0) (then (i32.load (local.get 1)))"
                + " (else (i32.add (local.get 1) (i32.const 3)))))";
        assertProved(new BodyPair(
                BINARY,
                "(i32.xor (call $c1 (local.get $a)) (call $c2 (local.get $b)))",
                "(i32.xor (call $helper (i32.const 0) (local.get $a)) (call $helper (i32.const 1) (local.get $b)))",
                callees));
    }

    @Test
    void refutesConfusedMergedCallees() {
        String callees = "(func $c1 (param i32) (result i32) (i32.add (local.get 0) (i32.const 3)))"
                + "(func $c2 (param i32) (result i32) (i32.sub (local.get 0) (i32.const 3)))"
                + "(func $helper (param i32 i32) (result i32)"
                + " (if (result i32) (local.get 0) (then (i32.sub (local.get 1) (i32.const 3)))"
                + " (else (i32.add (local.get 1) (i32.const 3)))))";
        assertRefuted(new BodyPair(
                BINARY,
                "(i32.xor (call $c1 (local.get $a)) (call $c2 (local.get $b)))",
                "(i32.xor (call $helper (i32.const 1) (local.get $a)) (call $helper (i32.const 0) (local.get $b)))",
                callees));
    }

    @Test
    void provesAPathThatIsNeverTaken() {
        assertProved(pair(
                BINARY,
                "(drop (call $host (local.get $a) (local.get $b))) (local.get $a)",
                "(if (i32.and (i32.mul (local.get $a) (i32.add (local.get $a) (i32.const 1))) (i32.const 1))"
                        + " (then (drop (call $host (local.get $b) (local.get $b)))))"
                        + "(drop (call $host (local.get $a) (local.get $b))) (local.get $a)"));
    }

    @Test
    void provesALoopInPlaceOfStraightLineCode() {
        assertProved(pair(
                BINARY,
                "(local $x i32) (local.set $x (call $host (local.get $a) (local.get $b)))"
                        + "(if (local.get $x) (then (i32.store (local.get $a) (i32.const 1)))"
                        + " (else (i32.store (local.get $b) (i32.const 2)))) (local.get $x)",
                "(local $x i32) (local $s i32) (local.set $s (i32.const 5))"
                        + "(block $out (loop $next (block $c3 (block $c2 (block $c1"
                        + " (br_table $out $c2 $c3 $out $out $c1 $out (local.get $s)))"
                        + " (local.set $x (call $host (local.get $a) (local.get $b)))"
                        + " (local.set $s (select (i32.const 1) (i32.const 2) (local.get $x))) (br $next))"
                        + " (i32.store (local.get $a) (i32.const 1)) (local.set $s (i32.const 3)) (br $next))"
                        + " (i32.store (local.get $b) (i32.const 2)) (local.set $s (i32.const 4)) (br $next)))"
                        + "(local.get $x)"));
    }

    @Test
    void provesRenamedAndDuplicatedTails() {
        assertProved(pair(
                BINARY,
                "(local $x i32) (if (local.get $a) (then (local.set $x (call $host (local.get $a) (i32.const 1))))"
                        + " (else (local.set $x (i32.const 4))))"
                        + "(i32.store (local.get $b) (local.get $x))"
                        + "(call $other (local.get $x) (local.get $b))",
                "(local $x i32) (if (result i32) (local.get $a)"
                        + "(then (local.set $x (call $host (local.get $a) (i32.const 1)))"
                        + " (i32.store (local.get $b) (local.get $x)) (call $other (local.get $x) (local.get $b)))"
                        + "(else (local.set $x (i32.const 4))"
                        + " (i32.store (local.get $b) (local.get $x)) (call $other (local.get $x) (local.get $b))))"));
    }

    @Test
    void refutesAWrongConstant() {
        Counterexample found = assertRefuted(pair(
                BINARY,
                "(i32.add (local.get $a) (i32.const 1000))",
                "(if (result i32) (i32.eq (local.get $a) (i32.const 77777))"
                        + " (then (i32.const 78776)) (else (i32.add (local.get $a) (i32.const 1000))))"));
        assertTrue(found.exact());
        assertEquals(77777, found.parameters().get(0).bits());
        assertEquals("returns 78777", found.original());
        assertEquals("returns 78776", found.variant());
    }

    @Test
    void refutesSignedForUnsigned() {
        assertRefuted(
                pair(BINARY, "(i32.lt_u (local.get $a) (local.get $b))", "(i32.lt_s (local.get $a) (local.get $b))"));
        assertRefuted(
                pair(BINARY, "(i32.div_u (local.get $a) (local.get $b))", "(i32.div_s (local.get $a) (local.get $b))"));
        assertRefuted(
                pair("(param $p i32) (result i32)", "(i32.load8_u (local.get $p))", "(i32.load8_s (local.get $p))"));
        assertRefuted(pair(
                "(param $a i64) (result i64)",
                "(i64.extend32_s (local.get $a))",
                "(i64.extend_i32_u (i32.wrap_i64 (local.get $a)))"));
    }

    @Test
    void refutesALostTrap() {
        Counterexample found = assertRefuted(
                pair(BINARY, "(drop (i32.rem_s (local.get $a) (local.get $b))) (local.get $a)", "(local.get $a)"));
        assertEquals("traps: integer divide by zero", found.original());
        assertRefuted(pair(BINARY, "(drop (i32.load (local.get $a))) (local.get $b)", "(local.get $b)"));
        assertRefuted(pair(BINARY, "(if (local.get $a) (then (unreachable))) (i32.const 1)", "(i32.const 1)"));
    }

    @Test
    void refutesAnotherKindOfTrap() {
        assertRefuted(pair(
                BINARY,
                "(i32.div_s (local.get $a) (local.get $b))",
                "(if (i32.eqz (local.get $b)) (then (unreachable)))" + "(i32.div_s (local.get $a) (local.get $b))"));
    }

    @Test
    void refutesTrapsInAnotherOrder() {
        assertRefuted(pair(
                BINARY,
                "(local $x i32) (local.set $x (i32.div_u (i32.const 1) (local.get $a)))"
                        + "(i32.add (i32.load (local.get $b)) (local.get $x))",
                "(local $x i32) (local.set $x (i32.load (local.get $b)))"
                        + "(i32.add (i32.div_u (i32.const 1) (local.get $a)) (local.get $x))"));
    }

    @Test
    void refutesANewTrap() {
        assertRefuted(pair(
                BINARY,
                "(if (result i32) (local.get $a) (then (i32.load (local.get $b))) (else (i32.const 0)))",
                "(select (i32.load (local.get $b)) (i32.const 0) (local.get $a))"));
        assertRefuted(pair(
                BINARY, "(i32.load offset=4 (local.get $a))", "(i32.load (i32.add (local.get $a) (i32.const 4)))"));
    }

    @Test
    void refutesAMissingStore() {
        assertRefuted(pair(
                BINARY,
                "(i32.store (local.get $a) (local.get $b)) (i32.load (local.get $a))",
                "(drop (i32.load (local.get $a))) (local.get $b)"));
    }

    @Test
    void refutesAStoreOfAnotherWidthOrPlace() {
        assertRefuted(pair(
                BINARY,
                "(i32.store (local.get $a) (local.get $b)) (i32.const 0)",
                "(drop (i32.load (local.get $a))) (i32.store16 (local.get $a) (local.get $b)) (i32.const 0)"));
        assertRefuted(pair(
                BINARY,
                "(i32.store offset=4 (local.get $a) (local.get $b)) (i32.const 0)",
                "(drop (i32.load offset=4 (local.get $a)))"
                        + "(i32.store (local.get $a) (local.get $b)) (i32.const 0)"));
    }

    @Test
    void refutesStoresThatMayOverlapInAnotherOrder() {
        assertRefuted(pair(
                BINARY,
                "(i32.store8 (local.get $a) (i32.const 1)) (i32.store8 (local.get $b) (i32.const 2)) (i32.const 0)",
                "(drop (i32.load8_u (local.get $a)))"
                        + "(i32.store8 (local.get $b) (i32.const 2)) (i32.store8 (local.get $a) (i32.const 1))"
                        + "(i32.const 0)"));
    }

    @Test
    void refutesATrapMovedBeforeAStore() {
        Counterexample found = assertRefuted(pair(
                BINARY,
                "(i32.store (i32.const 0) (i32.const 99)) (i32.div_u (local.get $a) (local.get $b))",
                "(local $q i32) (local.set $q (i32.div_u (local.get $a) (local.get $b)))"
                        + "(i32.store (i32.const 0) (i32.const 99)) (local.get $q)"));
        assertTrue(found.original().startsWith("traps: "), found::original);
    }

    @Test
    void refutesSwappedArgumentsOfACall() {
        Counterexample found = assertRefuted(pair(
                BINARY, "(call $host (local.get $a) (local.get $b))", "(call $host (local.get $b) (local.get $a))"));
        assertEquals(false, found.exact());
    }

    @Test
    void refutesAWrongCallee() {
        assertRefuted(pair(
                BINARY, "(call $host (local.get $a) (local.get $b))", "(call $other (local.get $a) (local.get $b))"));
    }

    @Test
    void refutesADuplicatedALostAndAReorderedCall() {
        String once = "(drop (call $host (local.get $a) (local.get $b))) (i32.const 0)";
        assertRefuted(pair(BINARY, once, "(drop (call $host (local.get $a) (local.get $b)))" + once));
        assertRefuted(pair(BINARY, once, "(i32.const 0)"));
        assertRefuted(pair(
                BINARY,
                "(drop (call $host (local.get $a) (i32.const 1))) (call $other (local.get $b) (i32.const 2))",
                "(local $r i32) (local.set $r (call $other (local.get $b) (i32.const 2)))"
                        + "(drop (call $host (local.get $a) (i32.const 1))) (local.get $r)"));
    }

    /** The host logs no memory, so it cannot observe this difference. */
    @Test
    void refutesAStoreMovedAcrossACall() {
        Proof proof = pair(
                        BINARY,
                        "(i32.store (i32.const 8) (local.get $a)) (call $host (local.get $a) (local.get $b))",
                        "(local $r i32) (local.set $r (call $host (local.get $a) (local.get $b)))"
                                + "(i32.store (i32.const 8) (local.get $a)) (local.get $r)")
                .prove(PATIENT);
        Counterexample found = assertInstanceOf(Proof.Refuted.class, proof).counterexample();
        assertEquals(false, found.exact());
    }

    @Test
    void refutesALoadMovedAcrossACall() {
        Proof proof = pair(
                        BINARY,
                        "(drop (call $host (local.get $a) (local.get $b))) (i32.load (i32.const 8))",
                        "(local $r i32) (local.set $r (i32.load (i32.const 8)))"
                                + "(drop (call $host (local.get $a) (local.get $b))) (local.get $r)")
                .prove(PATIENT);
        assertInstanceOf(Proof.Refuted.class, proof);
    }

    @Test
    void refutesAGlobalThatACalleeMaySee() {
        Proof proof = pair(
                        BINARY,
                        "(global.set $g (local.get $a)) (call $host (local.get $a) (local.get $b))",
                        "(local $r i32) (local.set $r (call $host (local.get $a) (local.get $b)))"
                                + "(global.set $g (local.get $a)) (local.get $r)")
                .prove(PATIENT);
        assertInstanceOf(Proof.Refuted.class, proof);
    }

    @Test
    void refutesAGlobalKeptAcrossACall() {
        Proof proof = pair(
                        BINARY,
                        "(drop (call $host (local.get $a) (local.get $b))) (global.get $g)",
                        "(local $r i32) (local.set $r (global.get $g))"
                                + "(drop (call $host (local.get $a) (local.get $b))) (local.get $r)")
                .prove(PATIENT);
        assertInstanceOf(Proof.Refuted.class, proof);
    }

    @Test
    void provesAConstantGlobalKeptAcrossACall() {
        assertProved(pair(
                BINARY,
                "(drop (call $host (local.get $a) (local.get $b))) (global.get $constant)",
                "(local $r i32) (local.set $r (global.get $constant))"
                        + "(drop (call $host (local.get $a) (local.get $b))) (local.get $r)"));
    }

    @Test
    void refutesAWrongGlobal() {
        assertRefuted(pair(
                "(param $a i64)",
                "(global.set $h (i64.add (global.get $h) (local.get $a)))",
                "(global.set $h (local.get $a))"));
        assertRefuted(pair("(param $a i32)", "(global.set $g (local.get $a))", "(nop)"));
    }

    @Test
    void refutesAClobberedLocal() {
        assertRefuted(pair(
                BINARY,
                "(i32.add (local.tee $a (i32.mul (local.get $a) (local.get $b))) (local.get $b))",
                "(i32.add (local.tee $b (i32.mul (local.get $a) (local.get $b))) (local.get $b))"));
    }

    @Test
    void refutesAWrongShiftWidth() {
        assertRefuted(pair(
                "(param $a i64) (param $b i64) (result i64)",
                "(i64.shl (local.get $a) (local.get $b))",
                "(i64.shl (local.get $a) (i64.and (local.get $b) (i64.const 31)))"));
    }

    @Test
    void refutesACallUnderAnotherCondition() {
        assertRefuted(pair(
                BINARY,
                "(if (i32.gt_s (local.get $a) (i32.const 0))"
                        + " (then (drop (call $host (local.get $a) (local.get $b))))) (i32.const 0)",
                "(if (i32.ge_s (local.get $a) (i32.const 0))"
                        + " (then (drop (call $host (local.get $a) (local.get $b))))) (i32.const 0)"));
    }

    @Test
    void provesFloatsThatAreOnlyMovedOrGetTheSameOperations() {
        assertProved(pair(
                "(param $a f64) (param $b f64) (result f64)",
                "(f64.store (i32.const 0) (local.get $a)) (f64.add (f64.neg (local.get $a)) (local.get $b))",
                "(i64.store (i32.const 0) (i64.reinterpret_f64 (local.get $a)))"
                        + "(f64.add (f64.reinterpret_i64 (i64.xor (i64.reinterpret_f64 (local.get $a))"
                        + " (i64.const 0x8000000000000000))) (local.get $b))"));
    }

    /** An engine may choose another NaN on every execution. */
    @Test
    void provesNothingThatNeedsTheSameNanTwice() {
        Proof proof = pair(
                        "(param $a f64) (param $b f64) (result i64)",
                        "(local $x i64)"
                                + "(local.set $x (i64.reinterpret_f64 (f64.add (local.get $a) (local.get $b))))"
                                + "(i64.xor (local.get $x) (local.get $x))",
                        "(i64.xor (i64.reinterpret_f64 (f64.add (local.get $a) (local.get $b)))"
                                + " (i64.reinterpret_f64 (f64.add (local.get $a) (local.get $b))))")
                .prove(PATIENT);
        Counterexample found = assertInstanceOf(Proof.Refuted.class, proof).counterexample();
        assertEquals(false, found.exact());
    }

    @Test
    void refutesSwappedOperandsOfAFloatOperation() {
        Proof proof = pair(
                        "(param $a f32) (param $b f32) (result f32)",
                        "(f32.sub (local.get $a) (local.get $b))",
                        "(f32.sub (local.get $b) (local.get $a))")
                .prove(PATIENT);
        assertInstanceOf(Proof.Refuted.class, proof);
    }

    @Test
    void saysWhyItDoesNotKnow() {
        String loop = "(local $i i32) (loop $l (local.set $i (i32.add (local.get $i) (local.get $a)))"
                + " (br_if $l (i32.lt_u (local.get $i) (local.get $b)))) (local.get $i)";
        assertEquals("the original has a loop", assertUnknown(pair(BINARY, loop, loop)));
        assertEquals("it has a loop", assertUnknown(pair(BINARY, "(local.get $a)", loop)));
        String vector = "(i32x4.extract_lane 0 (i32x4.splat (local.get $a)))";
        assertUnknown(pair(BINARY, vector, vector));
        String grow = "(memory.grow (local.get $a))";
        assertUnknown(pair(BINARY, grow, grow));
    }

    @Test
    void givesUpWhereThereIsTooMuch() {
        String body = "(i32.add (local.get $a) (i32.mul (local.get $b) (local.get $a)))";
        Proof proof = pair(BINARY, body, body).prove(new ProofLimits(Duration.ofSeconds(1), 4, 1, 1));
        assertEquals(new Proof.Unknown("it is too large: more than 4 nodes"), proof);
    }

    @Test
    void provesNothingThatTheSolverCannotAnswerInTime() {
        // Whether a product of two numbers above 1 is a large prime.
        Proof proof = pair(
                        "(param $a i64) (param $b i64) (result i32)",
                        "(i32.const 0)",
                        "(i32.and (i32.and (i64.gt_u (local.get $a) (i64.const 1))"
                                + " (i64.gt_u (local.get $b) (i64.const 1)))"
                                + "(i32.and (i32.and (i64.lt_u (local.get $a) (i64.const 0x7fffffff))"
                                + " (i64.lt_u (local.get $b) (i64.const 0x7fffffff)))"
                                + "(i64.eq (i64.mul (local.get $a) (local.get $b))"
                                + " (i64.const 2305843009213693951))))")
                .prove(ProofLimits.DEFAULT.withSolving(Duration.ofMillis(20)));
        assertInstanceOf(Proof.Unknown.class, proof);
    }
}
